import "server-only";
import { eq, sql } from "drizzle-orm";
import { instanceSettings } from "@/drizzle/schema/gate";
import { withGate } from "@/lib/db/transaction";
import { env } from "@/lib/env";
import { version } from "./version";

export type Probe = "live" | "ready" | "full";

interface Check {
  status: "ok" | "failing" | "external";
  detail: string;
}

export interface Health {
  status: "ok" | "failing";
  version: string;
  database?: Check["status"];
  worker?: Check["status"];
  checks: Record<string, Check>;
}

const workerStaleS = 30;
const databaseTimeoutMs = 3000;

/**
 * `live`: this process answers. `ready`: it can also serve (database). `full`: the worker is alive as well.
 * Says nothing that a stranger should not know.
 */
export async function readHealth(probe: Probe): Promise<Health> {
  if (probe === "live") return { status: "ok", version, checks: {} };
  const facts = await readFacts();
  const database: Check = facts
    ? { status: "ok", detail: `answered in ${facts.ms} ms` }
    : { status: "failing", detail: "does not answer" };
  const worker = probe === "full" ? workerCheck(facts) : undefined;
  const checks: Record<string, Check> = worker ? { database, worker } : { database };
  const failing = Object.values(checks).some((check) => check.status === "failing");
  return {
    status: failing ? "failing" : "ok",
    version,
    database: database.status,
    ...(worker ? { worker: worker.status } : {}),
    checks,
  };
}

interface Facts {
  ms: number;
  workerAgeS: number | null;
}

async function readFacts(): Promise<Facts | null> {
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), databaseTimeoutMs);
  });
  const asked = withGate((tx) =>
    tx
      .select({ ageS: sql<number>`extract(epoch from now() - ${instanceSettings.updatedAt})::float8` })
      .from(instanceSettings)
      .where(eq(instanceSettings.key, "worker")),
  ).then(
    ([row]) => ({ ms: Math.round(performance.now() - startedAt), workerAgeS: row?.ageS ?? null }),
    () => null,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

function workerCheck(facts: Facts | null): Check {
  // With Inngest configured, Inngest calls this process and there is no worker of ours to look for.
  if (env().INNGEST_EVENT_KEY || env().INNGEST_BASE_URL) return { status: "external", detail: "Inngest" };
  if (!facts) return { status: "failing", detail: "unknown without the database" };
  if (facts.workerAgeS === null) return { status: "failing", detail: "has not started yet" };
  const age = Math.max(0, Math.round(facts.workerAgeS));
  return { status: age <= workerStaleS ? "ok" : "failing", detail: `last seen ${age} s ago` };
}
