import "server-only";
import { and, eq, inArray, isNotNull, ne, or } from "drizzle-orm";
import { contentItems, publications } from "@/drizzle/schema/content";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { getConnector } from "@/lib/connectors/registry";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { AppError, notFound } from "@/lib/errors";
import { newId, toPublicId } from "@/lib/ids";
import { emit } from "@/lib/outbox/emit";
import { hintLive } from "@/lib/realtime/publish";
import { audit } from "../audit/record";
import { picturesOf } from "../content/policy";
import type { IntegrationRow } from "../integration/data";
import { readMediaRefs } from "../media/data";
import { issuesOf, readTargets, snapshotOf } from "./check-content";
import { readPublications } from "./data";
import { toRefs } from "./engine/upload-pictures";
import { openStates } from "./policy";
import { PublishContent } from "./schema";
import type { PublicationView } from "./types";

type Item = typeof contentItems.$inferSelect;

/**
 * One publication per account and version, whoever asks how often: a second request is given the same ones. All
 * accounts are checked first; when one cannot take the piece nothing is published anywhere.
 */
export async function publishContent(ctx: Ctx, input: PublishContent): Promise<PublicationView[]> {
  requireScope(ctx, "content:write");
  const { contentItemId, integrationIds, priority } = PublishContent.parse(input);
  return withWorkspace(ctx, async (tx) => {
    // The lock orders two requests for one piece, and keeps its version still.
    const [item] = await tx
      .select()
      .from(contentItems)
      .where(eq(contentItems.id, contentItemId))
      .for("update");
    if (!item) throw notFound("content item");
    const targets = await readTargets(tx, ctx, integrationIds);
    const known = await readKnown(tx, item);
    const fresh = targets.filter((target) => !known.has(target.id));
    await requireFit(tx, item, fresh);
    for (const target of fresh) await requireNoOther(tx, item, target);
    for (const target of targets) await request(tx, ctx, item, target, priority, known.get(target.id));
    const ids = targets.map((target) => target.id);
    const views = await readPublications(tx, ctx, thisVersion(item, ids), ids.length);
    return ids.flatMap((id) => views.filter((view) => view.integrationId === toPublicId("integration", id)));
  });
}

const thisVersion = (item: Item, integrationIds?: string[]) =>
  and(
    eq(publications.contentItemId, item.id),
    eq(publications.contentVersion, item.version),
    integrationIds && inArray(publications.integrationId, integrationIds),
  );

async function readKnown(tx: Tx, item: Item) {
  const rows = await tx.select().from(publications).where(thisVersion(item));
  return new Map(rows.map((row) => [row.integrationId, row]));
}

async function requireFit(tx: Tx, item: Item, targets: IntegrationRow[]): Promise<void> {
  const pictures = toRefs(await readMediaRefs(tx, picturesOf(item.contentData)));
  const fields: Record<string, string> = {};
  for (const target of targets) {
    const issues = await issuesOf(target, { ...item, snapshot: snapshotOf(item) }, pictures);
    const wrong = issues.filter((issue) => issue.level === "error").map((issue) => issue.message);
    if (wrong.length > 0) fields[target.name] = wrong.join(" ");
  }
  const [first] = Object.entries(fields);
  if (!first) return;
  throw new AppError("unprocessable", {
    message: `It cannot be published to "${first[0]}": ${first[1]}`,
    fix: "Correct it, or leave that account out.",
    fields,
  });
}

/** Two versions under way at once could double the post; one that is out can only be changed where that is possible. */
async function requireNoOther(tx: Tx, item: Item, target: IntegrationRow): Promise<void> {
  const others = await tx
    .select({ state: publications.state, version: publications.contentVersion })
    .from(publications)
    .where(
      and(
        eq(publications.contentItemId, item.id),
        eq(publications.integrationId, target.id),
        ne(publications.contentVersion, item.version),
        or(inArray(publications.state, [...openStates]), isNotNull(publications.externalId)),
      ),
    );
  const open = others.find((one) => openStates.includes(one.state));
  if (open) {
    throw new AppError("conflict", {
      message: `Version ${open.version} is on its way to "${target.name}" right now.`,
      fix: "Wait until it is through, then publish the new version.",
    });
  }
  const connector = await getConnector(target.connector);
  if (others.length === 0 || connector?.publish?.goLive) return;
  throw new AppError("conflict", {
    message: `An earlier version is out on "${target.name}", and that platform does not let us change it.`,
    fix: "Delete it there, then publish it as a new piece.",
  });
}

async function request(
  tx: Tx,
  ctx: Ctx,
  item: Item,
  target: IntegrationRow,
  priority: number,
  known: typeof publications.$inferSelect | undefined,
): Promise<void> {
  if (known && known.state !== "canceled") return;
  const id = known?.id ?? newId();
  const queued = { state: "queued" as const, priority, error: null, attempts: 0, updatedAt: new Date() };
  if (known) await tx.update(publications).set(queued).where(eq(publications.id, id));
  else {
    await tx.insert(publications).values({
      id,
      workspaceId: ctx.workspaceId,
      contentItemId: item.id,
      contentVersion: item.version,
      snapshot: { ...snapshotOf(item) },
      contentType: item.contentType,
      integrationId: target.id,
      ...queued,
    });
  }
  const ids = { workspaceId: ctx.workspaceId, publicationId: id, integrationId: target.id };
  await emit(tx, "publication/requested", { ...ids, priority });
  const after = { contentItemId: item.id, version: item.version, integrationId: target.id };
  await audit(tx, ctx, { action: "publication.requested", subjectKind: "publication", subjectId: id, after });
  hintLive(tx, ctx.workspaceId, "publications", id);
  hintLive(tx, ctx.workspaceId, "content", item.id);
}
