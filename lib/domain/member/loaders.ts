import "server-only";
import { cache } from "react";
import { openInvite } from "@/lib/auth/invite-gate";
import { loadCtx } from "@/lib/auth/session";
import { listInvites, listMembers } from "./data";
import type { InvitePreview } from "./types";

export const loadMembers = cache(async () => listMembers(await loadCtx()));

export const loadInvites = cache(async () => listInvites(await loadCtx()));

/** For the page behind the link, signed in or not. Null: used, revoked, too old or never given out. */
export const loadInvitePreview = cache(async (token: string): Promise<InvitePreview | null> => {
  const invite = await openInvite(token, new Date());
  if (!invite) return null;
  const { workspaceName, role, email, expiresAt } = invite;
  return { workspaceName, role, email, expiresAt: expiresAt.toISOString() };
});
