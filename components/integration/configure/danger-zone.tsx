"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { removeIntegrationAction } from "@/lib/domain/integration/actions";
import type { IntegrationDetail } from "@/lib/domain/integration/types";
import { syncNowAction } from "@/lib/domain/sync/actions";
import { tellFailure, useIntegrationCommands } from "../use-integration-commands";
import { Section } from "./section";

export function DangerZone({ detail }: { detail: IntegrationDetail }) {
  const commands = useIntegrationCommands();
  const isPaused = detail.status === "paused";
  const canPause = isPaused || detail.status === "connected";
  return (
    <Section id="danger" title="Danger zone" danger>
      {canPause ? (
        <Row
          title={isPaused ? "Resume" : "Pause"}
          text={
            isPaused
              ? "Syncs and publishing go on from where they stood."
              : "Nothing is read and nothing is published until somebody resumes it."
          }
        >
          <Button
            busy={commands.busy !== null}
            onClick={() => void (isPaused ? commands.resume(detail) : commands.pause(detail))}
          >
            {isPaused ? "Resume" : "Pause"}
          </Button>
        </Row>
      ) : null}
      <ReadAgain detail={detail} />
      <Remove detail={detail} />
    </Section>
  );
}

function Row({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-sm font-medium">{title}</p>
        <p className="text-sm text-pretty text-muted">{text}</p>
      </div>
      {children}
    </div>
  );
}

function ReadAgain({ detail }: { detail: IntegrationDetail }) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    const result = await syncNowAction({ integrationId: detail.id, mode: "full" });
    setBusy(false);
    if (!result.ok) return tellFailure(result);
    router.push(`/integrations/monitor/runs/${result.data.runId}`);
  };
  return (
    <Row title="Read everything again" text="Costs many calls. Notices what was deleted at the platform.">
      <Button busy={isBusy} disabled={detail.status !== "connected"} onClick={() => void start()}>
        Read everything
      </Button>
    </Row>
  );
}

function Remove({ detail }: { detail: IntegrationDetail }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Row
      title="Remove this integration"
      text="Its credentials are destroyed and its syncs stop. This cannot be undone."
    >
      <Button variant="danger-quiet" onClick={() => setOpen(true)}>
        Remove
      </Button>
      <RemoveDialog detail={detail} open={isOpen} onOpenChange={setOpen} />
    </Row>
  );
}

interface RemoveDialogProps {
  detail: IntegrationDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

function RemoveDialog({ detail, open, onOpenChange }: RemoveDialogProps) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [isBusy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    const result = await removeIntegrationAction({ integrationId: detail.id });
    setBusy(false);
    if (!result.ok) return tellFailure(result);
    toast(`${detail.name} is removed.`);
    router.push("/integrations");
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Remove ${detail.name}?`}
      description={`The stored sign-in to ${detail.connectorName} is destroyed. What was published there stays there.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Keep it</Button>
          <Button
            variant="danger"
            busy={isBusy}
            disabled={typed.trim() !== detail.name}
            onClick={() => void remove()}
          >
            Remove for good
          </Button>
        </>
      }
    >
      <TextField
        label={`Type "${detail.name}" to confirm`}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
      />
    </Dialog>
  );
}
