import "server-only";
import type { z } from "zod";
import type { ErrorCode } from "@/lib/errors";
import { requireCleanText } from "@/lib/http/clean-text";
import { invalidInput, plainIssues, toAppError } from "@/lib/http/to-app-error";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";

export type ActionResult<T> =
  | { ok: true; data: T }
  | { ok: false; code: ErrorCode; message: string; fix?: string; fields?: Record<string, string> };

/** The part of an action that needs no Next: who, parse, do, and every failure as a value. */
export async function runAction<C, I extends z.ZodType, T>(
  input: I,
  verb: (who: C, input: z.output<I>) => Promise<T>,
  raw: unknown,
  open: () => Promise<C>,
  rethrow: (error: unknown) => void = () => undefined,
): Promise<ActionResult<T>> {
  try {
    const who = await open();
    requireCleanText(raw);
    const parsed = input.safeParse(raw, plainIssues);
    if (!parsed.success) throw invalidInput(parsed.error);
    return { ok: true, data: await verb(who, parsed.data) };
  } catch (error) {
    rethrow(error);
    return toFailure(error);
  }
}

function toFailure(error: unknown): ActionResult<never> {
  const known = toAppError(error);
  let message = known.message;
  if (known.code === "internal") {
    const requestId = newId();
    log.error({ requestId, err: error }, "an action failed");
    message = `${message} (request ${requestId})`;
  }
  if (known.code === "forbidden") log.warn({ reason: message }, "an action was refused");
  return {
    ok: false,
    code: known.code,
    message,
    ...(known.fix ? { fix: known.fix } : {}),
    ...(known.fields ? { fields: known.fields } : {}),
  };
}
