import "server-only";
import { eq } from "drizzle-orm";
import { sessions } from "@/drizzle/schema/gate";
import type { Ctx } from "@/lib/access/context";
import { mintNewWorkspaceId } from "@/lib/access/mint";
import { roleScopes } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { foundWorkspace } from "./found-workspace";
import { type CreateWorkspaceInput, createWorkspaceInput } from "./schema";

/** Another workspace for a signed-in person, who becomes its owner and looks at it from then on. */
export async function createWorkspace(ctx: Ctx, raw: CreateWorkspaceInput): Promise<{ workspaceId: string }> {
  const input = createWorkspaceInput.parse(raw);
  const { actor } = ctx;
  if (actor.kind !== "user") throw forbidden("Only a signed-in person can make a workspace.");
  // While sign-up is closed, new tenants are the owners' business.
  if (!env().CONNECTUS_OPEN_SIGN_UP && actor.role !== "owner") {
    throw forbidden("Only an owner can make another workspace on this installation.");
  }
  const mine: Ctx = {
    ...ctx,
    workspaceId: mintNewWorkspaceId(),
    actor: { ...actor, role: "owner" },
    scopes: roleScopes.owner,
  };
  await withWorkspace(mine, async (tx) => {
    await foundWorkspace(tx, mine, input);
    await tx.update(sessions).set({ workspaceId: mine.workspaceId }).where(eq(sessions.id, actor.sessionId));
  });
  return { workspaceId: mine.workspaceId };
}

function forbidden(message: string): AppError {
  return new AppError("forbidden", { message, fix: "Ask an owner." });
}
