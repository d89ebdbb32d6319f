import type { MemberRole } from "@/drizzle/schema/enums";
import { members, users } from "@/drizzle/schema/workspaces";
import type { Ctx } from "../access/context";
import { type Tx, withWorkspace } from "../db/transaction";
import { foundWorkspace } from "../domain/workspace/found-workspace";
import { newId } from "../ids";
import { personOf } from "./tenants";

/** A workspace with its key and its owner, made as sign-up makes it but without a login. */
export async function makeOwner(name = "Test workspace"): Promise<Ctx> {
  const ctx = personOf(newId(), "owner");
  await withWorkspace(ctx, async (tx) => {
    await insertUser(tx, ctx);
    await foundWorkspace(tx, ctx, { name });
  });
  return ctx;
}

/** Another member of the same workspace, and their membership's id. */
export async function makeColleague(owner: Ctx, role: MemberRole): Promise<Ctx & { memberId: string }> {
  const ctx = personOf(owner.workspaceId, role);
  const memberId = newId();
  await withWorkspace(ctx, async (tx) => {
    const userId = await insertUser(tx, ctx);
    await tx.insert(members).values({ id: memberId, workspaceId: ctx.workspaceId, userId, role });
  });
  return { ...ctx, memberId };
}

async function insertUser(tx: Tx, ctx: Ctx): Promise<string> {
  const id = userIdOf(ctx);
  await tx.insert(users).values({ id, email: `${id}@example.test`, name: `Person ${id.slice(-4)}` });
  return id;
}

export function userIdOf(ctx: Ctx): string {
  if (ctx.actor.kind !== "user") throw new Error("not a person");
  return ctx.actor.userId;
}
