import "server-only";
import { eq } from "drizzle-orm";
import { media } from "@/drizzle/schema/content";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";
import { hintLive } from "@/lib/realtime/publish";
import { audit } from "../audit/record";
import { readMediaFacts } from "./data";
import { DescribeMedia } from "./schema";
import type { MediaView } from "./types";

/** The text that stands for the picture where it cannot be seen. */
export async function describeMedia(ctx: Ctx, input: DescribeMedia): Promise<MediaView> {
  requireScope(ctx, "content:write");
  const { mediaId, alt } = DescribeMedia.parse(input);
  return withWorkspace(ctx, async (tx) => {
    const [before] = await tx
      .select({ alt: media.alt })
      .from(media)
      .where(eq(media.id, mediaId))
      .for("update");
    if (!before) throw notFound("picture");
    await tx.update(media).set({ alt, updatedAt: new Date() }).where(eq(media.id, mediaId));
    const change = { before, after: { alt } };
    await audit(tx, ctx, { action: "media.described", subjectKind: "media", subjectId: mediaId, ...change });
    hintLive(tx, ctx.workspaceId, "content");
    const [row] = await readMediaFacts(tx, eq(media.id, mediaId), 1);
    if (!row) throw notFound("picture");
    return row;
  });
}
