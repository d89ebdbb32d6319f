import "server-only";
import { eq, sql } from "drizzle-orm";
import type { MemberRole } from "@/drizzle/schema/enums";
import { inviteTokens } from "@/drizzle/schema/gate";
import { invites, workspaces } from "@/drizzle/schema/workspaces";
import type { WorkspaceId } from "@/lib/access/context";
import { mintWorkspaceId } from "@/lib/access/mint";
import { sha256 } from "@/lib/crypto/hash";
import { withGate } from "@/lib/db/transaction";

export interface OpenInvite {
  inviteId: string;
  workspaceId: WorkspaceId;
  workspaceName: string;
  role: MemberRole;
  email: string | null;
  expiresAt: Date;
}

/** The invitation gate: a link that is unused, unrevoked and in time proves its workspace. Null for any other. */
export function openInvite(token: string, now: Date): Promise<OpenInvite | null> {
  return withGate(async (tx) => {
    const [gate] = await tx
      .select()
      .from(inviteTokens)
      .where(eq(inviteTokens.tokenHash, sha256(token)));
    if (!gate || gate.usedAt || gate.expiresAt <= now) return null;
    await tx.execute(sql`select set_config('app.workspace_id', ${gate.workspaceId}, true)`);
    const [row] = await tx
      .select({ invite: invites, workspaceName: workspaces.name })
      .from(invites)
      .innerJoin(workspaces, eq(workspaces.id, invites.workspaceId))
      .where(eq(invites.id, gate.inviteId));
    if (!row || row.invite.revokedAt || row.invite.acceptedAt) return null;
    return {
      inviteId: gate.inviteId,
      workspaceId: mintWorkspaceId(gate.workspaceId),
      workspaceName: row.workspaceName,
      role: row.invite.role,
      email: row.invite.email,
      expiresAt: gate.expiresAt,
    };
  });
}
