"use client";

import { Card } from "@/components/ui/card";
import { SearchFilter, SelectFilter } from "@/components/ui/filters";
import { logLevels, runStatuses } from "@/drizzle/schema/enums";
import { CallList } from "./call-list";
import { FilterBar } from "./filter-bar";
import { LogList, levelFaces } from "./log-list";
import { RunList } from "./run-list";
import { runFaces } from "./run-status";

interface Props {
  integrations: readonly { id: string; name: string }[];
}

export function RunPage({ integrations }: Props) {
  return (
    <Card aria-label="Runs">
      <FilterBar csv="runs" integrations={integrations}>
        <SelectFilter
          label="Status"
          name="status"
          all="Any status"
          options={runStatuses.map((value) => ({ value, label: runFaces[value].label }))}
        />
      </FilterBar>
      <RunList />
    </Card>
  );
}

export function LogPage({ integrations }: Props) {
  return (
    <Card aria-label="Logs">
      <FilterBar csv="logs" integrations={integrations}>
        <SearchFilter label="Search messages" />
        <SelectFilter
          label="Level"
          name="level"
          all="Every level"
          options={logLevels.map((value) => ({
            value,
            label: value === "error" ? "Errors only" : `${levelFaces[value].label} and above`,
          }))}
        />
      </FilterBar>
      <LogList />
    </Card>
  );
}

export function CallPage({ integrations }: Props) {
  return (
    <Card aria-label="Calls">
      <FilterBar csv="calls" integrations={integrations}>
        <SearchFilter label="Search operations" />
        <SelectFilter
          label="Outcome"
          name="outcome"
          all="All calls"
          options={[
            { value: "ok", label: "Succeeded" },
            { value: "failed", label: "Failed" },
          ]}
        />
      </FilterBar>
      <CallList />
    </Card>
  );
}
