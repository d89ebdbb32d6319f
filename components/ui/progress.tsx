import { cn } from "@/lib/cn";

export interface ProgressProps {
  /** Null = going on, end unknown. */
  value: number | null;
  max: number;
  label: string;
  tone?: "accent" | "good" | "warn" | "bad";
  className?: string;
}

const fills = { accent: "bg-accent", good: "bg-good-bar", warn: "bg-warn-bar", bad: "bg-bad-bar" } as const;

export function Progress({ value, max, label, tone = "accent", className }: ProgressProps) {
  const share = value === null || max <= 0 ? null : Math.min(1, value / max);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max > 0 ? max : 100}
      {...(share === null ? {} : { "aria-valuenow": value ?? 0 })}
      className={cn("h-1.5 overflow-hidden rounded-full bg-hover", className)}
    >
      <div
        className={cn(
          "h-full origin-left rounded-full transition-transform duration-300",
          fills[tone],
          share === null && "w-1/3 animate-wander",
        )}
        {...(share === null ? {} : { style: { transform: `scaleX(${share})` } })}
      />
    </div>
  );
}
