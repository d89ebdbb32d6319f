import type { Tone } from "@/components/ui/badge";
import { cn } from "@/lib/cn";
import type { Health } from "@/lib/domain/monitoring/types";

const faces: Record<Health["state"], { label: string; tone: Tone; stroke: string; text: string }> = {
  healthy: { label: "Healthy", tone: "good", stroke: "stroke-good-bar", text: "text-good" },
  warning: { label: "Needs a look", tone: "warn", stroke: "stroke-warn-bar", text: "text-warn" },
  critical: { label: "Critical", tone: "bad", stroke: "stroke-bad-bar", text: "text-bad" },
  no_data: { label: "No data yet", tone: "quiet", stroke: "stroke-line-strong", text: "text-muted" },
};

export function healthFace(state: Health["state"]) {
  return faces[state];
}

export interface ScoreRingProps {
  score: number | null;
  state: Health["state"];
  size?: "md" | "lg";
}

const circumference = 2 * Math.PI * 20;

/** The number stands in the ring and the word beside it; the colour only repeats them. */
export function ScoreRing({ score, state, size = "md" }: ScoreRingProps) {
  const face = faces[state];
  const filled = ((score ?? 0) / 100) * circumference;
  return (
    <span
      className={cn("relative inline-flex shrink-0", size === "lg" ? "size-18" : "size-10")}
      role="img"
      aria-label={
        score === null ? "No health score yet" : `Health score ${score} of 100, ${face.label.toLowerCase()}`
      }
    >
      <svg viewBox="0 0 48 48" className="size-full -rotate-90" aria-hidden="true">
        <circle cx="24" cy="24" r="20" fill="none" strokeWidth="4" className="stroke-hover" />
        {score === null ? null : (
          <circle
            cx="24"
            cy="24"
            r="20"
            fill="none"
            strokeWidth="4"
            strokeLinecap="round"
            strokeDasharray={`${filled} ${circumference}`}
            className={face.stroke}
          />
        )}
      </svg>
      <span
        aria-hidden
        className={cn(
          "tabular absolute inset-0 flex items-center justify-center font-semibold",
          size === "lg" ? "text-xl" : "text-xs",
        )}
      >
        {score ?? "–"}
      </span>
    </span>
  );
}
