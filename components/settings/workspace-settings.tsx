"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardHead } from "@/components/ui/card";
import { DirtyBar } from "@/components/ui/dirty-bar";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LeaveGuard } from "@/components/ui/leave-guard";
import { SelectField, TextField } from "@/components/ui/text-field";
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
  const [draft, setDraft] = useState({ name: workspace.name, timeZone: workspace.timeZone });
  const { busy, errors, submit } = useSubmit();
  const changes = [
    { key: "name", label: "Name", from: workspace.name, to: draft.name },
    { key: "timeZone", label: "Time zone", from: workspace.timeZone, to: draft.timeZone },
  ].filter(({ from, to }) => from !== to);
  const save = async () => {
    const saved = await submit("save", () => updateWorkspaceAction({ ...draft, name: draft.name.trim() }));
    if (saved !== null) toast.success("Saved.");
  };
  const edit = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <Card>
        <CardHead title="Workspace" note={<Since at={workspace.createdAt} />} />
        <fieldset disabled={!canWrite} className="flex flex-col gap-5 border-t p-5">
          <legend className="sr-only">Workspace</legend>
          <TextField
            label="Name"
            error={errors.name}
            value={draft.name}
            maxLength={80}
            onChange={(event) => edit({ name: event.target.value })}
          />
          <SelectField
            label="Time zone"
            help="For schedules. Times on screen are in your own zone."
            error={errors.timeZone}
            value={draft.timeZone}
            onChange={(event) => edit({ timeZone: event.target.value })}
            options={zoneOptions(zones, draft.timeZone)}
          />
        </fieldset>
      </Card>
      <NewWorkspace />
      <DirtyBar
        changes={changes}
        isBusy={busy === "save"}
        isBlocked={!draft.name.trim()}
        onSave={() => void save()}
        onDiscard={() => setDraft({ name: workspace.name, timeZone: workspace.timeZone })}
      />
      <LeaveGuard isDirty={changes.length > 0} />
    </div>
  );
}

function Since({ at }: { at: string }) {
  return (
    <>
      Since <LocalTime at={at} format={toDay} />
    </>
  );
}

function zoneOptions(zones: readonly string[], chosen: string) {
  const all = zones.includes(chosen) ? zones : [chosen, ...zones];
  return all.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
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
