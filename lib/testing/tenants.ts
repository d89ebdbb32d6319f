import type { MemberRole } from "@/drizzle/schema/enums";
import { integrations } from "@/drizzle/schema/integrations";
import { workspaces } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { mintWorkspaceId } from "@/lib/access/mint";
import { roleScopes } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";

/** A person of a workspace, without the sign-in. */
export function personOf(workspaceId: string, role: MemberRole = "editor"): Ctx {
  return {
    workspaceId: mintWorkspaceId(workspaceId),
    actor: { kind: "user", userId: newId(), role, sessionId: newId() },
    scopes: roleScopes[role],
    requestId: newId(),
    ip: null,
    now: new Date(),
  };
}

export async function makeWorkspace(role: MemberRole = "editor"): Promise<Ctx> {
  const id = newId();
  const ctx = personOf(id, role);
  await withWorkspace(ctx, (tx) => tx.insert(workspaces).values({ id, name: "Demo workspace" }));
  return ctx;
}

export type IntegrationRow = typeof integrations.$inferSelect;

/** A connected account without credentials: for what does not call the platform through `openConnection`. */
export async function makeIntegration(
  ctx: Ctx,
  values: Partial<typeof integrations.$inferInsert> = {},
): Promise<IntegrationRow> {
  const [row] = await withWorkspace(ctx, (tx) =>
    tx
      .insert(integrations)
      .values({
        id: newId(),
        workspaceId: ctx.workspaceId,
        connector: "wordpress",
        name: "Demo site",
        status: "connected",
        ...values,
      })
      .returning(),
  );
  if (!row) throw new Error("the integration was not made");
  return row;
}
