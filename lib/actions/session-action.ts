import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { type RequestFacts, requestFacts } from "@/lib/auth/request-facts";
import { requireSession } from "@/lib/auth/session";
import type { OpenSession } from "@/lib/auth/session-gate";
import { requireSameOrigin } from "@/lib/http/csrf";
import { type ActionResult, runAction } from "./run-action";

interface Who {
  session: OpenSession;
  facts: RequestFacts;
}

/** Like `serverAction`, for what a person does without or across workspaces. */
export function sessionAction<I extends z.ZodType, T>(
  input: I,
  verb: (who: Who, input: z.output<I>) => Promise<T>,
): (raw: unknown) => Promise<ActionResult<T>> {
  return async (raw) => {
    const open = async () => {
      const sent = new Headers(await headers());
      requireSameOrigin(sent);
      return { session: await requireSession(), facts: requestFacts(sent) };
    };
    return runAction(input, verb, raw, open, unstable_rethrow);
  };
}
