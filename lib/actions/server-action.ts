import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Ctx } from "@/lib/access/context";
import { loadCtx } from "@/lib/auth/session";
import { requireSameOrigin } from "@/lib/http/csrf";
import { type ActionResult, runAction } from "./run-action";

/**
 * A `"use server"` export: session → origin → zod → verb. Never throws at the browser, except Next's own redirects.
 */
export function serverAction<I extends z.ZodType, T>(
  input: I,
  verb: (ctx: Ctx, input: z.output<I>) => Promise<T>,
): (raw: unknown) => Promise<ActionResult<T>> {
  return async (raw) => {
    const open = async () => {
      // Next itself lets a Server Action through that carries no Origin.
      requireSameOrigin(new Headers(await headers()));
      return loadCtx();
    };
    return runAction(input, verb, raw, open, unstable_rethrow);
  };
}
