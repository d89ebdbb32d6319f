"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";

export interface Series {
  key: string;
  label: string;
  color: "chart-1" | "chart-2" | "chart-3";
  /** Drawn dashed as well, so that two lines differ without colour. */
  dashed?: boolean;
}

export interface TimeChartProps {
  /** One row per interval; `at` is ISO. */
  rows: readonly ({ at: string } & Record<string, string | number | null>)[];
  series: readonly Series[];
  unit: string;
  kind: "area" | "line";
  /** What the chart shows, in words, for those who do not see it. */
  summary: string;
}

// Recharts is 100 kB: it comes after the first paint.
const Inner = dynamic(() => import("./time-chart-inner").then((file) => file.TimeChartInner), {
  ssr: false,
  loading: () => <Skeleton className="h-48 w-full" />,
});

export function TimeChart(props: TimeChartProps) {
  return (
    <figure>
      <div className="h-48" aria-hidden>
        <Inner {...props} />
      </div>
      <figcaption className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">
        {props.series.map((each) => (
          <span key={each.key} className="inline-flex items-center gap-1.5">
            <svg viewBox="0 0 16 4" className="h-1 w-4" aria-hidden="true">
              <line
                x1="0"
                y1="2"
                x2="16"
                y2="2"
                stroke={`var(--${each.color})`}
                strokeWidth="3"
                {...(each.dashed ? { strokeDasharray: "4 3" } : {})}
              />
            </svg>
            {each.label}
          </span>
        ))}
        <span className="sr-only">{props.summary}</span>
      </figcaption>
    </figure>
  );
}
