import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { contentItems } from "@/drizzle/schema/content";
import type { ContentType } from "@/drizzle/schema/enums";
import { actorId, type Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { AppError } from "@/lib/errors";
import { newId, toPublicId } from "@/lib/ids";
import { hintLive } from "@/lib/realtime/publish";
import { audit } from "../audit/record";
import { missingMedia } from "../media/data";
import { readContentDetail } from "./data";
import { isSameContent, picturesOf } from "./policy";
import { contentDataSchemas, SaveContent } from "./schema";
import type { ContentDetail } from "./types";

interface Draft {
  contentType: ContentType;
  title: string;
  contentData: Record<string, unknown>;
}

/**
 * Makes or changes the piece with the caller's `contentId`. The same content again changes nothing; other content is
 * a new version and leaves what was released as it is.
 */
export async function saveContent(ctx: Ctx, input: SaveContent): Promise<ContentDetail> {
  requireScope(ctx, "content:write");
  const { contentId, version, ...rest } = SaveContent.parse(input);
  const draft = readDraft(rest);
  return withWorkspace(ctx, async (tx) => {
    await requirePictures(tx, draft);
    const id = await insert(tx, ctx, contentId ?? newId(), draft);
    if (id) return readContentDetail(tx, ctx, id);
    const existing = and(
      eq(contentItems.workspaceId, ctx.workspaceId),
      eq(contentItems.contentId, contentId ?? ""),
    );
    const [before] = await tx.select().from(contentItems).where(existing).for("update");
    if (!before) throw new Error("the content item vanished while it was saved");
    if (version !== undefined && version !== before.version) throw changedMeanwhile(before.version);
    const { contentType, title, contentData } = before;
    if (!isSameContent(draft, { contentType, title, contentData })) await change(tx, ctx, before, draft);
    return readContentDetail(tx, ctx, before.id);
  });
}

function readDraft(input: Omit<SaveContent, "contentId" | "version">): Draft {
  const { title: inner, ...data } = input.contentData;
  const title = input.title || (typeof inner === "string" ? inner.trim() : "");
  const parsed = z
    .object({
      title: z.string().min(1, "Give it a title.").max(300),
      contentData: contentDataSchemas[input.contentType],
    })
    .parse({ title, contentData: data });
  return { contentType: input.contentType, ...parsed };
}

async function requirePictures(tx: Tx, draft: Draft): Promise<void> {
  const missing = await missingMedia(tx, picturesOf(draft.contentData));
  if (missing.length === 0) return;
  const names = missing.map((id) => toPublicId("media", id)).join(", ");
  throw new AppError("invalid_input", {
    message: `A picture that this uses does not exist: ${names}.`,
    fix: "Upload it first, or take it out.",
    fields: { "contentData.content": `Unknown picture: ${names}.` },
  });
}

async function insert(tx: Tx, ctx: Ctx, contentId: string, draft: Draft): Promise<string | null> {
  const [made] = await tx
    .insert(contentItems)
    .values({ id: newId(), workspaceId: ctx.workspaceId, contentId, createdBy: actorId(ctx.actor), ...draft })
    .onConflictDoNothing()
    .returning({ id: contentItems.id });
  if (!made) return null;
  const after = { contentId, contentType: draft.contentType, title: draft.title, version: 1 };
  await audit(tx, ctx, { action: "content.created", subjectKind: "content", subjectId: made.id, after });
  hintLive(tx, ctx.workspaceId, "content", made.id);
  return made.id;
}

async function change(
  tx: Tx,
  ctx: Ctx,
  before: typeof contentItems.$inferSelect,
  draft: Draft,
): Promise<void> {
  const version = before.version + 1;
  await tx
    .update(contentItems)
    .set({ ...draft, version, archivedAt: null, updatedAt: new Date() })
    .where(eq(contentItems.id, before.id));
  await audit(tx, ctx, {
    action: "content.changed",
    subjectKind: "content",
    subjectId: before.id,
    before: { title: before.title, contentType: before.contentType, version: before.version },
    after: { title: draft.title, contentType: draft.contentType, version },
  });
  hintLive(tx, ctx.workspaceId, "content", before.id);
}

function changedMeanwhile(version: number): AppError {
  return new AppError("conflict", {
    message: `Somebody changed this meanwhile (it is at version ${version} now).`,
    fix: "Reload it, then make your change again.",
  });
}
