import "server-only";
import type { FailureKind } from "@/drizzle/schema/enums";
import type { Ctx } from "@/lib/access/context";
import { withWorkspace } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { redactPath } from "./policy";

export interface CallEntry {
  integrationId: string;
  connector: string;
  operation: string;
  method: string;
  host: string;
  /** Without the query, which may hold secrets. */
  path: string;
  status: number | null;
  failureKind: FailureKind | null;
  ms: number;
  bytesIn: number | null;
  runId: string | null;
  publicationId: string | null;
}

interface Waiting extends CallEntry {
  id: string;
  at: Date;
}

type Owner = Pick<Ctx, "workspaceId" | "actor">;

interface Buffer {
  owner: Owner;
  rows: Waiting[];
}

const gatherMs = 500;
const fullAt = 200;
/** Beyond this the log is given up rather than the memory. */
const most = 5000;

const buffers = new Map<string, Buffer>();
let timer: NodeJS.Timeout | undefined;
/** What is on its way to the database: whoever asks for a flush waits for it too. */
let writing: Promise<unknown> = Promise.resolve();

/** Remembers one call; written with others within half a second. */
export function recordCall(owner: Owner, entry: CallEntry): void {
  const buffer = buffers.get(owner.workspaceId) ?? { owner, rows: [] };
  buffers.set(owner.workspaceId, buffer);
  if (buffer.rows.length >= most) return;
  buffer.rows.push({ ...entry, id: newId(), at: new Date(), path: redactPath(entry.path) });
  if (buffer.rows.length >= fullAt) void flushCalls();
  else timer ??= setTimeout(() => void flushCalls(), gatherMs).unref();
}

/** Writes what waits. At the end of a page, a job or the process. Never throws: a lost log line stops nothing. */
export async function flushCalls(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const all = [...buffers.values()];
  buffers.clear();
  writing = Promise.all([writing, ...all.map(writeOrGiveUp)]);
  await writing;
}

async function writeOrGiveUp(buffer: Buffer): Promise<void> {
  try {
    await insertCalls(buffer);
  } catch (error) {
    const err = error instanceof Error ? error.message : String(error);
    log.warn({ err, lost: buffer.rows.length }, "calls could not be written to the call log");
  }
}

async function insertCalls({ owner, rows }: Buffer): Promise<void> {
  const column = <K extends keyof Waiting>(name: K) => rows.map((row) => row[name]);
  await withWorkspace(owner, (tx) =>
    tx.client.query(
      `insert into calls (workspace_id, id, at, integration_id, connector, operation, method, host, path,
         status, failure_kind, ms, bytes_in, run_id, publication_id)
       select $1, * from unnest($2::uuid[], $3::timestamptz[], $4::uuid[], $5::text[], $6::text[], $7::text[],
         $8::text[], $9::text[], $10::int[], $11::text[], $12::int[], $13::bigint[], $14::uuid[], $15::uuid[])`,
      [
        owner.workspaceId,
        column("id"),
        column("at"),
        column("integrationId"),
        column("connector"),
        column("operation"),
        column("method"),
        column("host"),
        column("path"),
        column("status"),
        column("failureKind"),
        rows.map((row) => Math.round(row.ms)),
        column("bytesIn"),
        column("runId"),
        column("publicationId"),
      ],
    ),
  );
}
