"use client";

import { Download } from "lucide-react";
import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button";
import { SelectFilter } from "@/components/ui/filters";
import { cn } from "@/lib/cn";

export interface FilterBarProps {
  /** `runs` → /api/live/runs/csv */
  csv: string;
  integrations: readonly { id: string; name: string }[];
  children?: ReactNode;
}

export function FilterBar({ csv, integrations, children }: FilterBarProps) {
  const search = new URLSearchParams(useSearchParams());
  const integration = search.get("integration");
  if (integration) search.set("integrationId", integration);
  search.delete("integration");
  const text = search.toString();
  return (
    <div className="flex flex-wrap items-center gap-2 border-b px-4 py-3 sm:px-5">
      {children}
      <SelectFilter
        label="Integration"
        name="integration"
        all="All integrations"
        options={integrations.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <a
        className={cn(buttonClass("secondary"), "ml-auto")}
        href={`/api/live/${csv}/csv${text ? `?${text}` : ""}`}
      >
        <Download aria-hidden className="size-3.5" /> CSV
      </a>
    </div>
  );
}
