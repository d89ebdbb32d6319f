import { Ban, CircleCheck, CircleX, Clock, LoaderCircle, type LucideIcon, Timer } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { RunStatus, RunTrigger } from "@/drizzle/schema/enums";
import type { RunView } from "@/lib/domain/run/types";

export const runFaces: Record<RunStatus, { label: string; tone: Tone; icon: LucideIcon }> = {
  queued: { label: "Queued", tone: "quiet", icon: Clock },
  running: { label: "Running", tone: "accent", icon: LoaderCircle },
  succeeded: { label: "Done", tone: "good", icon: CircleCheck },
  failed: { label: "Failed", tone: "bad", icon: CircleX },
  canceled: { label: "Canceled", tone: "quiet", icon: Ban },
};

export const triggerWords: Record<RunTrigger, string> = {
  manual: "Started by hand",
  schedule: "On schedule",
  connect: "First sync",
  api: "Through the API",
};

export function RunStatusBadge({ run }: { run: Pick<RunView, "status" | "waitingUntil"> }) {
  if (run.status === "running" && run.waitingUntil) {
    return (
      <Badge tone="warn" icon={Timer}>
        Waiting for the platform
      </Badge>
    );
  }
  const { label, tone, icon } = runFaces[run.status];
  return (
    <Badge tone={tone} icon={icon} spin={run.status === "running"}>
      {label}
    </Badge>
  );
}

export function isOpenRun(run: Pick<RunView, "status">): boolean {
  return run.status === "queued" || run.status === "running";
}
