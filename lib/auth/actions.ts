"use server";

import { headers } from "next/headers";
import { type ActionResult, runAction } from "@/lib/actions/run-action";
import { requireSameOrigin } from "@/lib/http/csrf";
import { requestFacts } from "./request-facts";
import { signUpInput } from "./schema";
import { signUp } from "./sign-up";

/** Makes an account; the form then signs in with the same e-mail and password through next-auth. */
export async function signUpAction(raw: unknown): Promise<ActionResult<{ workspaceId: string }>> {
  const open = async () => {
    const sent = new Headers(await headers());
    requireSameOrigin(sent);
    return requestFacts(sent);
  };
  const verb = async (facts: Awaited<ReturnType<typeof open>>, input: Parameters<typeof signUp>[0]) => {
    const { workspaceId } = await signUp(input, facts);
    return { workspaceId };
  };
  return runAction(signUpInput, verb, raw, open);
}
