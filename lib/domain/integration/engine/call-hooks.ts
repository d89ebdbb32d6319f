import "server-only";
import type { Ctx } from "@/lib/access/context";
import type { Manifest } from "@/lib/connectors/kit/manifest";
import type { CallMeter, HttpHooks } from "@/lib/connectors/kit/meter";
import { flushCalls, recordCall } from "@/lib/domain/usage/record-call";
import { log } from "@/lib/log";
import { Breaker } from "../../quota/breaker";
import { blockUntil, noteSeenQuota } from "../../quota/draw";
import { QuotaGate } from "../../quota/gate";
import {
  accountBucket,
  accountWindows,
  appBucket,
  operationWindows,
  platformWindows,
  type QuotaWindow,
} from "../../quota/policy";
import type { RateLimitSettings } from "../schema";

export interface ConnectionPurpose {
  /** Decides how long a call may wait for quota and how much of it stays reserved for others. */
  use: "interactive" | "sync" | "publish";
  runId?: string;
  publicationId?: string;
  signal?: AbortSignal;
}

export interface HookOptions {
  integrationId: string;
  manifest: Manifest;
  rateLimits: RateLimitSettings;
  purpose: ConnectionPurpose;
}

const noteEveryMs = 2000;

/** What happens around each call: breaker and quota before it, call log and learning after it. */
export function createCallHooks(ctx: Ctx, options: HookOptions): HttpHooks {
  const { integrationId, manifest, purpose } = options;
  const bucket = accountBucket(manifest.slug, integrationId);
  const gates = createGates(bucket, options);
  const breaker = new Breaker(bucket);
  const noteQuota = createQuotaNotes(bucket);
  return {
    async beforeCall({ operation }) {
      await breaker.check();
      for (const { operations, gate } of gates) {
        if (!operations || operation.endsWith(operations)) await gate.take(purpose.signal);
      }
    },
    async afterCall(meter) {
      recordCall(ctx, {
        integrationId,
        connector: manifest.slug,
        operation: meter.operation,
        method: meter.method,
        host: meter.host,
        path: meter.path,
        status: meter.status,
        failureKind: meter.failure,
        ms: meter.durationMs,
        bytesIn: meter.bytesIn,
        runId: purpose.runId ?? null,
        publicationId: purpose.publicationId ?? null,
      });
      if (purpose.use !== "sync") void flushCalls();
      // The call itself is done: trouble with its bookkeeping must not undo it.
      await Promise.all([breaker.record(meter.failure === "provider_down"), noteQuota(meter)]).catch(
        (error: unknown) => log.warn({ err: String(error) }, "a call could not be accounted for"),
      );
    },
  };
}

interface Gate {
  /** Only for operations that end so; null = all. */
  operations: string | null;
  gate: QuotaGate;
}

function createGates(bucket: string, { manifest, rateLimits, purpose }: HookOptions): Gate[] {
  const shared = appBucket(manifest.slug);
  const open = (name: string, windows: QuotaWindow[], operations: string | null = null): Gate => ({
    operations,
    gate: new QuotaGate({ name, windows }, purpose.use),
  });
  const appWide = platformWindows(manifest.rateLimits, "app");
  return [
    open(bucket, accountWindows(rateLimits, manifest.rateLimits)),
    ...(appWide.length > 0 ? [open(shared, appWide)] : []),
    ...operationWindows(manifest.rateLimits).map(({ operations, scope, window }) =>
      open(`${scope === "app" ? shared : bucket}${operations}`, [window], operations),
    ),
  ];
}

/** Headers come with every answer; the row is written when it matters, else every two seconds. */
function createQuotaNotes(bucket: string): (meter: CallMeter) => Promise<void> {
  let notedAt = 0;
  return async (meter) => {
    if (meter.status === 429) {
      const resetS =
        meter.retryAfterS ?? Math.max(1, ...meter.quota.filter(isUsedUp).map((one) => one.resetS));
      await blockUntil(bucket, "platform", resetS);
    }
    const urgent = meter.quota.some(isUsedUp);
    if (meter.quota.length === 0 || (!urgent && Date.now() - notedAt < noteEveryMs)) return;
    notedAt = Date.now();
    await noteSeenQuota(bucket, meter.quota);
  };
}

function isUsedUp(reading: { remaining: number }): boolean {
  return reading.remaining <= 0;
}
