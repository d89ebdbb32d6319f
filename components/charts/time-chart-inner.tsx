"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { toShortCount } from "@/lib/format/number";
import { toAbsolute } from "@/lib/format/time";
import type { Series, TimeChartProps } from "./time-chart";

const tick = { fill: "var(--muted)", fontSize: 11 };

function clock(iso: string): string {
  return new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function day(iso: string): string {
  return new Date(iso).toLocaleDateString("en", { day: "numeric", month: "short" });
}

const axis = { tick, tickLine: false, axisLine: false } as const;

const tooltipBox = {
  background: "var(--raised)",
  border: "1px solid var(--line)",
  borderRadius: 8,
  fontSize: 12,
  color: "var(--ink)",
};

function spansDays(rows: TimeChartProps["rows"]): boolean {
  const [first, last] = [rows[0], rows.at(-1)];
  return first && last ? Date.parse(last.at) - Date.parse(first.at) > 36 * 3_600_000 : false;
}

/** Not a component: Recharts looks at the elements themselves. */
function drawSeries(each: Series, kind: TimeChartProps["kind"]) {
  const color = `var(--${each.color})`;
  const line = {
    dataKey: each.key,
    name: each.label,
    stroke: color,
    strokeWidth: 1.75,
    isAnimationActive: false,
  } as const;
  if (kind === "area") return <Area key={each.key} {...line} type="linear" fill={color} fillOpacity={0.1} />;
  return (
    <Line
      key={each.key}
      {...line}
      type="monotone"
      dot={{ r: 1.5, strokeWidth: 1.5 }}
      connectNulls
      {...(each.dashed ? { strokeDasharray: "5 4" } : {})}
    />
  );
}

export function TimeChartInner({ rows, series, unit, kind }: TimeChartProps) {
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height: 192 }}>
      <ComposedChart
        accessibilityLayer={false}
        data={[...rows]}
        margin={{ top: 4, right: 4, bottom: 0, left: -12 }}
      >
        <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
        <XAxis {...axis} dataKey="at" tickFormatter={spansDays(rows) ? day : clock} minTickGap={48} />
        <YAxis {...axis} tickFormatter={toShortCount} width={52} allowDecimals={false} />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={(label) => toAbsolute(String(label))}
          formatter={(value) => [`${toShortCount(Number(value))} ${unit}`]}
          contentStyle={tooltipBox}
        />
        {series.map((each) => drawSeries(each, kind))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
