import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { contentItems, publications } from "@/drizzle/schema/content";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { AppError, notFound } from "@/lib/errors";
import { toPublicId } from "@/lib/ids";
import { hintLive } from "@/lib/realtime/publish";
import { audit } from "../audit/record";
import { OneContent } from "./schema";

/** Takes it out of the library. What was published stays where it is. Saving it again brings it back. */
export async function archiveContent(ctx: Ctx, input: OneContent): Promise<{ id: string }> {
  requireScope(ctx, "content:write");
  const { contentItemId } = OneContent.parse(input);
  return withWorkspace(ctx, async (tx) => {
    const [item] = await tx
      .select()
      .from(contentItems)
      .where(eq(contentItems.id, contentItemId))
      .for("update");
    if (!item) throw notFound("content item");
    const id = toPublicId("content", item.id);
    if (item.archivedAt) return { id };
    const open = await tx
      .select({ id: publications.id })
      .from(publications)
      .where(
        and(
          eq(publications.contentItemId, item.id),
          inArray(publications.state, ["queued", "publishing", "confirming"]),
        ),
      )
      .limit(1);
    if (open.length > 0) {
      throw new AppError("conflict", {
        message: "It is being published right now.",
        fix: "Wait until that is done, or cancel it, then archive.",
      });
    }
    await tx
      .update(contentItems)
      .set({ archivedAt: new Date(), updatedAt: new Date() })
      .where(eq(contentItems.id, item.id));
    await audit(tx, ctx, { action: "content.archived", subjectKind: "content", subjectId: item.id });
    hintLive(tx, ctx.workspaceId, "content", item.id);
    return { id };
  });
}
