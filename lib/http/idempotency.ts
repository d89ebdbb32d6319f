import "server-only";
import { and, eq, isNull, lt, or } from "drizzle-orm";
import { idempotencyKeys } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { sha256 } from "@/lib/crypto/hash";
import { openText, sealText } from "@/lib/crypto/vault";
import { withWorkspace } from "@/lib/db/transaction";
import { AppError, isAppError } from "@/lib/errors";
import { isSafeMethod } from "./csrf";
import { toProblem } from "./problem";
import { toAppError } from "./to-app-error";

export interface Answer {
  status: number;
  text: string;
}

interface Write {
  ctx: Ctx;
  request: Request;
  bytes: Uint8Array;
  headers: Headers;
}

const keepMs = 24 * 60 * 60 * 1000;
const lockMs = 5 * 60_000;
const keyPattern = /^[\x21-\x7e]{1,200}$/;

/**
 * With an Idempotency-Key header a write is done once in 24 h and its answer given again byte for byte. The same key
 * with another request is 422, while the first is still running 409. Failures of ours (5xx) are not kept.
 */
export async function replayOrRun(write: Write, run: () => Promise<Answer>): Promise<Answer> {
  const key = write.request.headers.get("idempotency-key");
  if (key === null || isSafeMethod(write.request.method)) return run();
  if (!keyPattern.test(key)) {
    throw new AppError("invalid_input", {
      message: "The Idempotency-Key must be 1 to 200 visible ASCII characters.",
      fix: "Send a uuid, for example.",
    });
  }
  const kept = await claim(write, key);
  if (kept) {
    write.headers.set("idempotency-replayed", "true");
    return kept;
  }
  return runAndKeep(write, key, run);
}

async function claim({ ctx, request, bytes }: Write, key: string): Promise<Answer | null> {
  const requestHash = hashOf(request, bytes);
  const now = ctx.now;
  const fresh = { requestHash, status: null, response: null, lockedUntil: new Date(now.getTime() + lockMs) };
  const row = await withWorkspace(ctx, async (tx) => {
    const claimed = await tx
      .insert(idempotencyKeys)
      .values({ workspaceId: ctx.workspaceId, key, createdAt: now, ...fresh })
      .onConflictDoUpdate({
        target: [idempotencyKeys.workspaceId, idempotencyKeys.key],
        set: { ...fresh, createdAt: now },
        setWhere: or(
          lt(idempotencyKeys.createdAt, new Date(now.getTime() - keepMs)),
          // The process that ran it died before it could answer.
          and(
            isNull(idempotencyKeys.status),
            lt(idempotencyKeys.lockedUntil, now),
            eq(idempotencyKeys.requestHash, requestHash),
          ),
        ),
      })
      .returning({ key: idempotencyKeys.key });
    if (claimed.length > 0) return null;
    const [known] = await tx.select().from(idempotencyKeys).where(eq(idempotencyKeys.key, key));
    return known ?? null;
  });
  if (!row) return null;
  if (row.requestHash !== requestHash) throw otherRequest();
  if (row.status === null || row.response === null) throw stillRunning();
  return { status: row.status, text: await openText(ctx, place(key), row.response) };
}

async function runAndKeep({ ctx }: Write, key: string, run: () => Promise<Answer>): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await run();
  } catch (error) {
    const known = toAppError(error);
    if (!isAppError(error) || known.status >= 500 || known.code === "rate_limited") {
      await release(ctx, key);
      throw error;
    }
    answer = { status: known.status, text: JSON.stringify(toProblem(known, ctx.requestId)) };
  }
  const response = await sealText(ctx, place(key), answer.text);
  await withWorkspace(ctx, (tx) =>
    tx
      .update(idempotencyKeys)
      .set({ status: answer.status, response, lockedUntil: null })
      .where(eq(idempotencyKeys.key, key)),
  );
  return answer;
}

async function release(ctx: Ctx, key: string): Promise<void> {
  await withWorkspace(ctx, (tx) =>
    tx.delete(idempotencyKeys).where(and(eq(idempotencyKeys.key, key), isNull(idempotencyKeys.status))),
  ).catch(() => undefined);
}

function place(key: string) {
  return { subjectId: key, field: "idempotency.response" };
}

function hashOf(request: Request, bytes: Uint8Array): string {
  const url = new URL(request.url);
  return sha256(
    Buffer.concat([Buffer.from(`${request.method} ${url.pathname}${url.search}\n`), bytes]),
  ).toString("hex");
}

function otherRequest(): AppError {
  return new AppError("unprocessable", {
    message: "This Idempotency-Key was used for another request.",
    fix: "Use a new key for each new request.",
  });
}

function stillRunning(): AppError {
  return new AppError("conflict", {
    message: "The first request with this Idempotency-Key is still running.",
    fix: "Ask again in a few seconds.",
    retryAfterS: 2,
  });
}
