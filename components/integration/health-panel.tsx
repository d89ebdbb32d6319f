import { CircleCheck, CircleDashed, CircleMinus, OctagonAlert, TriangleAlert } from "lucide-react";
import { cn } from "@/lib/cn";
import type { Health, HealthMetric } from "@/lib/domain/monitoring/types";
import { FindingList } from "./finding-list";
import { healthFace, ScoreRing } from "./score";

const faces = {
  good: { icon: CircleCheck, word: "Good", tone: "text-good" },
  warning: { icon: TriangleAlert, word: "Needs a look", tone: "text-warn" },
  critical: { icon: OctagonAlert, word: "Critical", tone: "text-bad" },
  no_data: { icon: CircleDashed, word: "No data yet", tone: "text-faint" },
  not_applicable: { icon: CircleMinus, word: "Not applicable", tone: "text-faint" },
} as const;

function MetricRow({ metric }: { metric: HealthMetric }) {
  const { icon: Icon, word, tone } = faces[metric.state];
  return (
    <li className="flex items-start gap-3 py-2.5">
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", tone)} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3 text-sm">
          <span className="font-medium">{metric.label}</span>
          <span className="tabular text-muted">
            {metric.score === null ? (
              word
            ) : (
              <span aria-label={`${metric.score} of 100, ${word}`}>{metric.score}</span>
            )}
          </span>
        </div>
        <p className="text-sm text-muted">{metric.detail}</p>
      </div>
    </li>
  );
}

export function HealthPanel({ health }: { health: Health }) {
  const face = healthFace(health.state);
  return (
    <div className="flex flex-col gap-5">
      <div className="flex items-center gap-4">
        <ScoreRing score={health.score} state={health.state} size="lg" />
        <div>
          <p className={cn("text-lg font-semibold", face.text)}>{face.label}</p>
          <p className="text-sm text-muted">
            {health.capReason ??
              (health.score === null
                ? "The score comes with the first calls and the first sync."
                : health.findings.length
                  ? `100 minus what the findings below take away.`
                  : "No finding takes points away.")}
          </p>
        </div>
      </div>
      {health.findings.length ? (
        <section aria-label="Findings" className="rounded-lg border px-4 py-3">
          <FindingList findings={health.findings} />
        </section>
      ) : null}
      <section aria-label="What the score is made of">
        <h3 className="text-xs font-medium text-muted">What the score is made of</h3>
        <ul className="mt-1 divide-y">
          {health.metrics.map((metric) => (
            <MetricRow key={metric.name} metric={metric} />
          ))}
        </ul>
      </section>
    </div>
  );
}
