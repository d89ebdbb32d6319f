import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  type LucideIcon,
  PlugZap,
  RefreshCw,
  ShieldAlert,
  Unplug,
} from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IntegrationStatus } from "@/drizzle/schema/enums";

export const statusFaces: Record<IntegrationStatus, { label: string; tone: Tone; icon: LucideIcon }> = {
  pending: { label: "Not connected yet", tone: "quiet", icon: CircleDashed },
  connected: { label: "Connected", tone: "good", icon: CircleCheck },
  refreshing: { label: "Renewing sign-in", tone: "accent", icon: RefreshCw },
  needs_reconnect: { label: "Reconnect needed", tone: "bad", icon: PlugZap },
  paused: { label: "Paused", tone: "warn", icon: CirclePause },
  error: { label: "Error", tone: "bad", icon: CircleX },
  quarantined: { label: "Quarantined", tone: "bad", icon: ShieldAlert },
  disconnected: { label: "Disconnected", tone: "quiet", icon: Unplug },
};

export function StatusBadge({ status }: { status: IntegrationStatus }) {
  const face = statusFaces[status];
  return (
    <Badge tone={face.tone} icon={face.icon}>
      {face.label}
    </Badge>
  );
}
