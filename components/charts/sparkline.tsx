import { cn } from "@/lib/cn";

export interface SparklineProps {
  values: readonly (number | null)[];
  label: string;
  className?: string;
}

const width = 120;
const height = 28;

/** A line without axes, drawn on the server. */
export function Sparkline({ values, label, className }: SparklineProps) {
  const known = values.filter((value): value is number => value !== null);
  const max = Math.max(1, ...known);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const points = values
    .map((value, index) =>
      value === null
        ? null
        : `${(index * step).toFixed(1)},${(height - 2 - (value / max) * (height - 4)).toFixed(1)}`,
    )
    .filter(Boolean)
    .join(" ");
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className={cn("h-7 w-full", className)}
    >
      <polyline
        points={points}
        fill="none"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
        className="stroke-chart-1"
      />
    </svg>
  );
}
