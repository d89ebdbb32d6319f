import { CircleAlert, Info, OctagonAlert, TriangleAlert } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { Finding, Severity } from "@/lib/domain/monitoring/types";

const severityFaces = {
  critical: { label: "Critical", tone: "bad", icon: OctagonAlert },
  high: { label: "High", tone: "bad", icon: CircleAlert },
  medium: { label: "Medium", tone: "warn", icon: TriangleAlert },
  low: { label: "Low", tone: "quiet", icon: Info },
} as const satisfies Record<Severity, { label: string; tone: Tone; icon: typeof Info }>;

export function SeverityBadge({ severity }: { severity: Severity }) {
  const { label, tone, icon } = severityFaces[severity];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}

/** Why the score is what it is: each point with its reason. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul className="divide-y">
      {findings.map((finding) => (
        <li key={finding.rule} className="py-3 first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <span className="text-sm font-medium">{finding.title}</span>
            <span className="flex items-center gap-2">
              <span className="tabular text-xs text-muted">−{finding.points} points</span>
              <SeverityBadge severity={finding.severity} />
            </span>
          </div>
          <p className="mt-0.5 text-sm text-muted">{finding.detail}</p>
          <p className="mt-0.5 text-sm">{finding.fix.text}</p>
        </li>
      ))}
    </ul>
  );
}
