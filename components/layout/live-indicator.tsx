"use client";

import { Radio, RefreshCw, WifiOff } from "lucide-react";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { type LiveState, useLive, useLiveState } from "@/lib/realtime/use-live";

const faces = {
  live: { icon: Radio, label: "Live", help: "What happens shows here as it happens.", tone: "text-good" },
  connecting: {
    icon: RefreshCw,
    label: "Connecting",
    help: "Opening the live connection.",
    tone: "text-muted",
  },
  polling: {
    icon: RefreshCw,
    label: "Every few seconds",
    help: "The database gives no live signal just now; this page asks every few seconds instead.",
    tone: "text-muted",
  },
  offline: {
    icon: WifiOff,
    label: "Reconnecting",
    help: "The connection to Connectus is interrupted. We keep trying; what you see may be old.",
    tone: "text-warn",
  },
} as const satisfies Record<LiveState, unknown>;

export function LiveIndicator() {
  useLive();
  const { icon: Icon, label, help, tone } = faces[useLiveState()];
  return (
    <Tooltip text={help}>
      <button
        type="button"
        className={cn(
          "inline-flex h-7 cursor-default items-center gap-1.5 rounded-md px-2 text-xs pointer-coarse:h-11",
          tone,
        )}
      >
        <Icon aria-hidden className="size-3.5" />
        <span className="max-md:sr-only" aria-live="polite">
          {label}
        </span>
      </button>
    </Tooltip>
  );
}
