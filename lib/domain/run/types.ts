import type { RunStatus, RunTrigger } from "@/drizzle/schema/enums";

/** Shapes for the interface: ids are public (`run_…`), instants are ISO strings. */

export interface RunProblem {
  kind: string;
  message: string;
  fix: string;
}

export interface RunCounts {
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  deleted: number;
}

export interface RunObjectView extends RunCounts {
  name: string;
  label: string;
  state: "waiting" | "running" | "done" | "failed";
  pages: number;
  /** Rows at the platform, when it says. */
  total: number | null;
  /** 0–100; null while the total is unknown. */
  percent: number | null;
  error: RunProblem | null;
  /** Something a person should know although it is no failure, e.g. deletions that were held back. */
  note: string | null;
}

export interface RunView {
  id: string;
  integrationId: string;
  integrationName: string;
  connector: string;
  connectorName: string;
  trigger: RunTrigger;
  mode: "incremental" | "full";
  status: RunStatus;
  objects: RunObjectView[];
  totals: RunCounts & { total: number | null };
  percent: number | null;
  rowsPerSecond: number | null;
  /** Seconds; null when it cannot be told. */
  etaS: number | null;
  error: RunProblem | null;
  /** Set while the platform's limit keeps the run waiting; the status stays `running`. */
  waitingUntil: string | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  durationMs: number | null;
  canCancel: boolean;
}

export interface RunPage {
  data: RunView[];
  nextCursor: string | null;
}
