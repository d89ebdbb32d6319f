import "server-only";
import { timingSafeEqual } from "node:crypto";
import { returnPath } from "@/lib/auth/return-path";
import { keyedHash } from "@/lib/crypto/hash";
import { type OauthResult, oauthOutcomes } from "./types";

/** The page's query. The words carry a proof: no stranger's link can make our page say something else. */
export function toResultQuery({ outcome, integrationId, message, returnTo }: OauthResult): URLSearchParams {
  const words = message.slice(0, 500);
  const query = new URLSearchParams({ outcome, message: words, proof: proofOf(outcome, words) });
  if (integrationId) query.set("integration", integrationId);
  if (returnTo) query.set("return_to", returnTo);
  return query;
}

/** `message` is empty when the words are not ours; `returnTo` is a path of ours or null. */
export function readResultQuery(query: Record<string, string | string[] | undefined>): OauthResult {
  const text = (name: string) => (typeof query[name] === "string" ? query[name] : null);
  const outcome = oauthOutcomes.find((name) => name === text("outcome")) ?? "failed";
  const words = text("message") ?? "";
  const given = Buffer.from(text("proof") ?? "");
  const wanted = Buffer.from(proofOf(outcome, words));
  const isOurs = given.length === wanted.length && timingSafeEqual(given, wanted);
  return {
    outcome: isOurs ? outcome : "failed",
    integrationId: text("integration"),
    message: isOurs ? words : "This page was not opened by Connectus, so it cannot say how it ended.",
    returnTo: returnPath(text("return_to"), "") || null,
  };
}

function proofOf(outcome: string, words: string): string {
  return keyedHash("connected page", `${outcome}\n${words}`).toString("base64url");
}
