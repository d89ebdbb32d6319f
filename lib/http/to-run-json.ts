import type { z } from "zod";
import type { RecordView } from "@/lib/domain/record/types";
import type { RunCounts, RunView } from "@/lib/domain/run/types";
import type { recordJson } from "./endpoints/records";
import type { runJson } from "./endpoints/runs";

export function toRunJson(run: RunView): z.input<typeof runJson> {
  return {
    id: run.id,
    integration_id: run.integrationId,
    integration_name: run.integrationName,
    provider: run.connector,
    trigger: run.trigger,
    mode: run.mode,
    status: run.status,
    progress: {
      ...toCounts(run.totals),
      percent: run.percent,
      rows_per_second: run.rowsPerSecond,
      eta_seconds: run.etaS,
      objects: run.objects.map((object) => ({
        ...toCounts(object),
        name: object.name,
        label: object.label,
        state: object.state,
        pages: object.pages,
        percent: object.percent,
        error: object.error,
        note: object.note,
      })),
    },
    error: run.error,
    waiting_until: run.waitingUntil,
    created_at: run.createdAt,
    started_at: run.startedAt,
    ended_at: run.endedAt,
    duration_ms: run.durationMs,
  };
}

function toCounts({
  read,
  created,
  updated,
  unchanged,
  deleted,
  total,
}: RunCounts & { total: number | null }) {
  return { read, created, updated, unchanged, deleted, total };
}

export function toRecordJson(record: RecordView): z.input<typeof recordJson> {
  return {
    integration_id: record.integrationId,
    object: record.object,
    external_id: record.externalId,
    title: record.title,
    data: record.data,
    external_updated_at: record.externalUpdatedAt,
    first_seen_at: record.firstSeenAt,
    changed_at: record.changedAt,
    deleted_at: record.deletedAt,
  };
}
