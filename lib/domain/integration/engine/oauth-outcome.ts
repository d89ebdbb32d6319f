import { getManifest } from "@/lib/connectors/catalog";
import type { OauthOutcome } from "../types";

/** What people read when there is nothing more particular to say. */
export function outcomeText(outcome: OauthOutcome, provider: string): string {
  const platform = getManifest(provider)?.displayName ?? "The platform";
  const texts: Record<OauthOutcome, string> = {
    ok: `${platform} is connected.`,
    denied: `You did not allow the access at ${platform}, so nothing was connected.`,
    expired: "The sign-in took longer than ten minutes. Please start again.",
    replayed: "This sign-in has been used already. If nothing is connected, please start again.",
    forged: "This answer does not belong to a sign-in that was begun here. Nothing was connected.",
    other_session:
      "The sign-in was begun in another browser, by somebody else or in another workspace. Please start again here.",
    wrong_account: `You signed in to another account at ${platform} than the one this integration belongs to.`,
    missing_scope: `Something that is needed was not allowed at ${platform}. Connect again and allow it.`,
    failed: `${platform} could not be connected. Please try again.`,
  };
  return texts[outcome];
}
