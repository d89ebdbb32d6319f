import type { JsonValue, ObjectDefinition } from "@/lib/connectors/kit/connector";

/** Where an unfinished pass over one object stands; kept in `sync_cursors.position` with every commit. */
export interface PassState {
  phase: "records" | "deleted" | "absent";
  /** Where the connector goes on in this phase; null at its first page. */
  at: JsonValue;
  /** High-water mark given to the platform, already widened; null = everything. */
  since: string | null;
  /** The same for the delete feed; null = there is nothing older that could have been deleted. */
  deletedSince: string | null;
  /** Seen ids are kept: a full pass over an object that has rows already. */
  tracksSeen: boolean;
  seen: number;
  totalAtStart: number | null;
  /** The platform's total moved while we read: a row may have slipped between two pages. */
  drifted: boolean;
  highWater: string | null;
}

export interface Pass {
  definition: ObjectDefinition;
  mode: "incremental" | "full";
  startedAt: Date;
  state: PassState;
}

export function newPassState(options: {
  mode: "incremental" | "full";
  since: string | null;
  hasRows: boolean;
  tracksSeen: boolean;
}): PassState {
  return {
    phase: "records",
    at: null,
    since: options.mode === "full" ? null : options.since,
    deletedSince: options.hasRows ? options.since : null,
    tracksSeen: options.mode === "full" && options.hasRows && options.tracksSeen,
    seen: 0,
    totalAtStart: null,
    drifted: false,
    highWater: null,
  };
}

export function toPassState(stored: unknown): PassState | null {
  return typeof stored === "object" && stored !== null && "phase" in stored ? (stored as PassState) : null;
}
