import "server-only";
import { cache } from "react";
import { loadCtx } from "@/lib/auth/session";
import { parsePublicIdOrThrow } from "@/lib/ids";
import { countRecords, getRecordOrThrow, listRecords } from "./data";
import type { ListRecords, OneRecord } from "./schema";

export const loadRecords = cache(async (filter: ListRecords) => listRecords(await loadCtx(), filter));

export const loadRecord = cache(async (record: OneRecord) => getRecordOrThrow(await loadCtx(), record));

/** Takes the public id of the integration: rows per object, in the connector's order. */
export const loadRecordCounts = cache(async (publicId: string) =>
  countRecords(await loadCtx(), parsePublicIdOrThrow("integration", publicId)),
);
