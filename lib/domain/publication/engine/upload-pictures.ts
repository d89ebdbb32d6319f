import "server-only";
import { and, eq } from "drizzle-orm";
import { mediaUploads } from "@/drizzle/schema/content";
import type { Connection, PublishDefinition, Release } from "@/lib/connectors/kit/connector";
import { withWorkspace } from "@/lib/db/transaction";
import { picturesOf } from "../../content/policy";
import { type MediaRow, readMedia } from "../../media/data";
import type { Claim } from "./claim";
import type { PictureRef, Snapshot } from "./release";

export interface Uploads {
  pictures: PictureRef[];
  uploaded: Release["uploaded"];
}

/** Every picture lies at the account once: known from before, found there by its bytes, or sent now. */
export async function uploadPictures(
  claim: Claim,
  publish: PublishDefinition,
  connection: Connection,
): Promise<Uploads> {
  const snapshot = claim.row.snapshot as unknown as Snapshot;
  const rows = await withWorkspace(claim.ctx, (tx) => readMedia(tx, picturesOf(snapshot.contentData)));
  const uploaded: Record<string, { externalId: string; url: string }> = {};
  for (const row of rows) uploaded[hexOf(row)] = await uploadOne(claim, publish, connection, row);
  return { pictures: toRefs(rows), uploaded };
}

export function toRefs(rows: readonly Pick<MediaRow, "id" | "sha256" | "alt">[]): PictureRef[] {
  return rows.map((row) => ({ id: row.id, sha256: row.sha256.toString("hex"), alt: row.alt }));
}

const hexOf = (row: MediaRow) => row.sha256.toString("hex");

async function uploadOne(claim: Claim, publish: PublishDefinition, connection: Connection, row: MediaRow) {
  const { integrationId } = claim.row;
  const key = and(eq(mediaUploads.integrationId, integrationId), eq(mediaUploads.sha256, row.sha256));
  const [known] = await withWorkspace(claim.ctx, (tx) => tx.select().from(mediaUploads).where(key));
  if (known) return { externalId: known.externalId, url: known.externalUrl };
  const sha256 = hexOf(row);
  const found = await publish.findPicture(connection, sha256, row.fileName);
  const upload =
    found ??
    (await publish.uploadPicture(connection, {
      fileName: row.fileName,
      mime: row.mime,
      alt: row.alt,
      sha256,
      bytes: row.bytes,
    }));
  await withWorkspace(claim.ctx, (tx) =>
    tx
      .insert(mediaUploads)
      .values({
        workspaceId: claim.ctx.workspaceId,
        integrationId,
        sha256: row.sha256,
        externalId: upload.externalId,
        externalUrl: upload.url,
      })
      .onConflictDoNothing(),
  );
  return upload;
}

/** After the platform refused a release: an upload may have been deleted there, so the next try looks again. */
export async function forgetUploads(claim: Claim): Promise<void> {
  const snapshot = claim.row.snapshot as unknown as Snapshot;
  await withWorkspace(claim.ctx, async (tx) => {
    for (const row of await readMedia(tx, picturesOf(snapshot.contentData))) {
      const key = and(
        eq(mediaUploads.integrationId, claim.row.integrationId),
        eq(mediaUploads.sha256, row.sha256),
      );
      await tx.delete(mediaUploads).where(key);
    }
  });
}
