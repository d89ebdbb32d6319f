"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardHead } from "@/components/ui/card";
import { DirtyBar } from "@/components/ui/dirty-bar";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LeaveGuard } from "@/components/ui/leave-guard";
import { Select } from "@/components/ui/select";
import { LocalTime } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { switchWorkspaceAction } from "@/lib/domain/session/actions";
import { createWorkspaceAction, updateWorkspaceAction } from "@/lib/domain/workspace/actions";
import type { WorkspaceDetail } from "@/lib/domain/workspace/types";
import { toDay } from "@/lib/format/time";
import { useSubmit } from "./use-submit";

export interface WorkspaceSettingsProps {
  workspace: WorkspaceDetail;
  zones: readonly string[];
  canWrite: boolean;
}

export function WorkspaceSettings({ workspace, zones, canWrite }: WorkspaceSettingsProps) {
  const [name, setName] = useState(workspace.name);
  const [timeZone, setTimeZone] = useState(workspace.timeZone);
  const { busy, errors, submit } = useSubmit();
  const changes = [
    { key: "name", label: "Name", from: workspace.name, to: name },
    { key: "timeZone", label: "Time zone", from: workspace.timeZone, to: timeZone },
  ].filter(({ from, to }) => from !== to);
  const save = async () => {
    const saved = await submit("save", () => updateWorkspaceAction({ name: name.trim(), timeZone }));
    if (saved !== null) toast.success("Saved.");
  };
  const choices = zones.includes(timeZone) ? zones : [timeZone, ...zones];
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <Card>
        <CardHead
          title="Workspace"
          note={
            <>
              Since <LocalTime at={workspace.createdAt} format={toDay} />
            </>
          }
        />
        <div className="flex flex-col gap-5 border-t p-5">
          <Field label="Name" error={errors.name}>
            {(aria) => (
              <Input
                {...aria}
                value={name}
                maxLength={80}
                disabled={!canWrite}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field
            label="Time zone"
            error={errors.timeZone}
            help="For schedules. Times on screen are in your own zone."
          >
            {(aria) => (
              <Select
                {...aria}
                value={timeZone}
                disabled={!canWrite}
                onChange={(event) => setTimeZone(event.target.value)}
                options={choices.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
              />
            )}
          </Field>
        </div>
      </Card>
      <NewWorkspace />
      <DirtyBar
        changes={changes}
        isBusy={busy === "save"}
        isBlocked={!name.trim()}
        onSave={() => void save()}
        onDiscard={() => {
          setName(workspace.name);
          setTimeZone(workspace.timeZone);
        }}
      />
      <LeaveGuard isDirty={changes.length > 0} />
    </div>
  );
}

function NewWorkspace() {
  const [name, setName] = useState("");
  const { busy, errors, submit } = useSubmit();
  const create = async () => {
    const made = await submit("create", () => createWorkspaceAction({ name: name.trim() }));
    if (made === null) return;
    const switched = await switchWorkspaceAction({ workspaceId: made.workspaceId });
    if (switched.ok) window.location.assign("/integrations");
  };
  return (
    <Card>
      <CardHead
        title="Another workspace"
        note="For another brand or client. Nothing is shared between workspaces."
      />
      <form
        className="flex flex-wrap items-start gap-3 border-t p-5"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Field label="Name of the new workspace" hideLabel error={errors.name} className="flex-1 basis-56">
          {(aria) => (
            <Input
              {...aria}
              placeholder="Name"
              value={name}
              maxLength={80}
              required
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" className="h-9" busy={busy === "create"}>
          Make a workspace
        </Button>
      </form>
    </Card>
  );
}
