import { z } from "zod";
import {
  type Connection,
  defineObject,
  type ObjectDefinition,
  type PullInput,
  type PullPage,
} from "../../kit/connector";
import { type CrmType, createClient, type Filter } from "../client";
import { mappings, toInstant, toRecord } from "../map";

/**
 * `startedAt`: the platform's own clock when the pass began. What changes during a pass may lie on pages already read,
 * so the next pass starts from there and not from the newest row seen.
 */
const FullPosition = z.object({ after: z.string(), startedAt: z.string(), total: z.number() });
const SearchPosition = z.object({ lastId: z.string(), startedAt: z.string(), total: z.number() });

/** Search knows of a change some seconds after it happened; a minute and a half also covers a wandering clock. */
const indexLagS = 90;

export function defineCrmObject(type: CrmType, label: string): ObjectDefinition {
  return defineObject({
    name: type,
    label,
    changes: "delta",
    lookbackS: indexLagS,
    maxPageSize: 100,
    deletions: "feed_and_full_pass",
    pull: (connection, input) =>
      input.since === null
        ? pullAll(connection, type, input)
        : pullChanged(connection, type, input, input.since),
    async pullDeleted(connection, input) {
      const after = input.position === null ? undefined : z.string().parse(input.position);
      const query = {
        limit: input.pageSize,
        properties: "hs_object_id",
        archived: true,
        ...(after ? { after } : {}),
      };
      const { list } = await createClient(connection).list(type, query);
      const since = input.since === null ? 0 : Date.parse(input.since);
      const gone = list.results.filter((row) => !row.archivedAt || Date.parse(row.archivedAt) >= since);
      return { externalIds: gone.map((row) => row.id), next: list.paging?.next?.after ?? null };
    },
  });
}

/** Every row by the list, which has no end at 10,000 and no filter either. */
async function pullAll(connection: Connection, type: CrmType, input: PullInput): Promise<PullPage> {
  const client = createClient(connection);
  const position = input.position === null ? null : FullPosition.parse(input.position);
  const properties = propertiesOf(type);
  const { list, headers } = await client.list(type, {
    limit: input.pageSize,
    properties: properties.join(","),
    ...(position ? { after: position.after } : {}),
  });
  const startedAt = position?.startedAt ?? platformTime(headers);
  const after = list.paging?.next?.after;
  // The list does not say how many there are; one search for a single row does.
  const total = position?.total ?? (after ? await countRows(connection, type) : list.results.length);
  return {
    records: list.results.map((row) => toRecord(type, row)),
    total,
    next: after === undefined ? null : { after, startedAt, total },
    ...(after === undefined ? { highWater: startedAt } : {}),
  };
}

/**
 * Rows changed since a moment, in the order of their ids: each page asks for ids above the last one seen. So the window
 * of 10,000 rows is never left, and however many rows share one time stamp, the pass moves on.
 */
async function pullChanged(
  connection: Connection,
  type: CrmType,
  input: PullInput,
  since: string,
): Promise<PullPage> {
  const position = input.position === null ? null : SearchPosition.parse(input.position);
  const filters: Filter[] = [
    { propertyName: mappings[type].modified, operator: "GTE", value: String(Date.parse(since)) },
    ...(position ? [{ propertyName: "hs_object_id", operator: "GT" as const, value: position.lastId }] : []),
  ];
  const search = { filters, sortBy: "hs_object_id", properties: propertiesOf(type), limit: input.pageSize };
  const { found, headers } = await createClient(connection).search(type, search);
  const startedAt = position?.startedAt ?? platformTime(headers);
  const total = position?.total ?? found.total;
  const lastId = found.results.at(-1)?.id;
  const isLast = lastId === undefined || found.total <= found.results.length;
  return {
    records: found.results.map((row) => toRecord(type, row)),
    total,
    next: isLast ? null : { lastId, startedAt, total },
    ...(isLast ? { highWater: startedAt } : {}),
  };
}

async function countRows(connection: Connection, type: CrmType): Promise<number> {
  const search = { filters: [], sortBy: "hs_object_id", properties: ["hs_object_id"], limit: 1 };
  return (await createClient(connection).search(type, search)).found.total;
}

function propertiesOf(type: CrmType): string[] {
  return Object.keys(mappings[type].fields);
}

function platformTime(headers: Readonly<Record<string, string>>): string {
  return toInstant(headers.date ?? "") ?? new Date().toISOString();
}
