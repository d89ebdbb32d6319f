import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export interface Fact {
  label: string;
  value: ReactNode;
}

export function Facts({ facts, className }: { facts: readonly (Fact | null)[]; className?: string }) {
  return (
    <dl className={cn("divide-y text-sm", className)}>
      {facts.map((fact) =>
        fact ? (
          <div key={fact.label} className="flex flex-wrap justify-between gap-x-6 gap-y-0.5 py-2.5">
            <dt className="text-muted">{fact.label}</dt>
            <dd className="min-w-0 text-right break-words max-sm:text-left">{fact.value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
