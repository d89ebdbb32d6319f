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
import type { TimeChartProps } from "./time-chart";

const tick = { fill: "var(--muted)", fontSize: 11 };

function clock(iso: string): string {
  return new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function day(iso: string): string {
  return new Date(iso).toLocaleDateString("en", { day: "numeric", month: "short" });
}

export function TimeChartInner({ rows, series, unit, kind }: TimeChartProps) {
  const first = rows[0];
  const last = rows.at(-1);
  const spansDays = first && last ? Date.parse(last.at) - Date.parse(first.at) > 36 * 3_600_000 : false;
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height: 192 }}>
      <ComposedChart
        accessibilityLayer={false}
        data={[...rows]}
        margin={{ top: 4, right: 4, bottom: 0, left: -12 }}
      >
        <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
        <XAxis
          dataKey="at"
          tickFormatter={spansDays ? day : clock}
          tick={tick}
          tickLine={false}
          axisLine={false}
          minTickGap={48}
        />
        <YAxis
          tick={tick}
          tickLine={false}
          axisLine={false}
          tickFormatter={toShortCount}
          width={52}
          allowDecimals={false}
        />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={(label) => toAbsolute(String(label))}
          formatter={(value) => [`${toShortCount(Number(value))} ${unit}`]}
          contentStyle={{
            background: "var(--raised)",
            border: "1px solid var(--line)",
            borderRadius: 8,
            fontSize: 12,
            color: "var(--ink)",
          }}
        />
        {series.map((each) =>
          kind === "area" ? (
            <Area
              key={each.key}
              dataKey={each.key}
              name={each.label}
              type="linear"
              stroke={`var(--${each.color})`}
              fill={`var(--${each.color})`}
              fillOpacity={0.1}
              strokeWidth={1.75}
              isAnimationActive={false}
            />
          ) : (
            <Line
              key={each.key}
              dataKey={each.key}
              name={each.label}
              type="monotone"
              stroke={`var(--${each.color})`}
              strokeWidth={1.75}
              dot={{ r: 1.5, strokeWidth: 1.5 }}
              connectNulls
              isAnimationActive={false}
              {...(each.dashed ? { strokeDasharray: "5 4" } : {})}
            />
          ),
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
