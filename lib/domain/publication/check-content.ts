import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { contentItems } from "@/drizzle/schema/content";
import type { ContentType } from "@/drizzle/schema/enums";
import { integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import type { CheckIssue } from "@/lib/connectors/kit/connector";
import { getConnector } from "@/lib/connectors/registry";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";
import { toPublicId } from "@/lib/ids";
import { picturesOf } from "../content/policy";
import { type IntegrationRow, visibleTo } from "../integration/data";
import { readMediaRefs } from "../media/data";
import { refusalOf } from "./data-targets";
import { type PictureRef, type Snapshot, toRelease } from "./engine/release";
import { toRefs } from "./engine/upload-pictures";
import { CheckContent } from "./schema";
import type { TargetCheck } from "./types";

/** What each account would refuse or change. Nothing is sent. */
export async function checkContent(ctx: Ctx, input: CheckContent): Promise<TargetCheck[]> {
  requireScope(ctx, "content:read");
  const { contentItemId, integrationIds } = CheckContent.parse(input);
  const loaded = await withWorkspace(ctx, async (tx) => {
    const [item] = await tx.select().from(contentItems).where(eq(contentItems.id, contentItemId));
    if (!item) throw notFound("content item");
    const targets = await readTargets(tx, ctx, integrationIds);
    return { item, targets, pictures: toRefs(await readMediaRefs(tx, picturesOf(item.contentData))) };
  });
  const piece = { ...loaded.item, snapshot: snapshotOf(loaded.item) };
  return Promise.all(
    loaded.targets.map(async (target) => {
      const issues = await issuesOf(target, piece, loaded.pictures);
      const ok = !issues.some((issue) => issue.level === "error");
      return { integrationId: toPublicId("integration", target.id), ok, issues };
    }),
  );
}

export function snapshotOf(item: Pick<typeof contentItems.$inferSelect, "title" | "contentData">): Snapshot {
  return { title: item.title, contentData: item.contentData };
}

/** In the order asked for. @throws AppError not_found when one is not there */
export async function readTargets(tx: Tx, ctx: Ctx, integrationIds: string[]): Promise<IntegrationRow[]> {
  const rows = await tx
    .select()
    .from(integrations)
    .where(and(inArray(integrations.id, integrationIds), visibleTo(ctx)));
  return [...new Set(integrationIds)].map((id) => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw notFound("integration");
    return row;
  });
}

export async function issuesOf(
  target: IntegrationRow,
  piece: { id: string; contentType: ContentType; snapshot: Snapshot },
  pictures: PictureRef[],
): Promise<CheckIssue[]> {
  const refusal = refusalOf(target, piece.contentType);
  if (refusal) return [{ level: "error", field: "integration", message: refusal }];
  const connector = await getConnector(target.connector);
  return connector?.publish?.check(toRelease(piece, pictures, {})) ?? [];
}
