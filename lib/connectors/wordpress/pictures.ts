import { createHash } from "node:crypto";
import type { Connection, Picture } from "../kit/connector";
import { createClient } from "./client";
import { toSlug } from "./slug";
import { Media } from "./wire";

interface UploadedPicture {
  externalId: string;
  url: string;
}

const extensions: Record<string, string> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/avif": "avif",
};
const maxAlt = 1000;

/**
 * The file is named by the hash of its bytes, so the same picture is found again and never sent twice. As its title at
 * first it has that name too: WordPress makes the slug of it, and would else take a title out of the file's own data.
 */
export async function uploadPicture(connection: Connection, picture: Picture): Promise<UploadedPicture> {
  const client = await createClient(connection);
  const stem = stemOf(picture.sha256, picture.fileName);
  const alt = picture.alt.slice(0, maxAlt);
  const headers = {
    "content-type": picture.mime,
    "content-disposition": `attachment; filename="${stem}.${extensionOf(picture)}"`,
    "content-md5": createHash("md5").update(picture.bytes).digest("hex"),
  };
  const media = await client.uploadMedia(picture.bytes, headers, { alt_text: alt, title: stem });
  const title = picture.fileName.replace(/\.[^.]*$/, "").slice(0, 200) || stem;
  return toUploaded(await client.updateMedia(media.id, { alt_text: alt, title }));
}

/** Read-only. By slug, then by what the file is called, should somebody have changed the slug. */
export async function findPicture(
  connection: Connection,
  sha256: string,
  fileName: string,
): Promise<UploadedPicture | null> {
  const client = await createClient(connection);
  const prefix = prefixOf(sha256);
  for (const query of [{ slug: stemOf(sha256, fileName) }, { search: prefix }]) {
    const { rows } = await client.list("media", Media, { context: "edit", per_page: 20, ...query });
    const hit = rows.find((media) => media.source_url.includes(`/${prefix}`));
    if (hit) return toUploaded(hit);
  }
  return null;
}

const prefixOf = (sha256: string) => `ctx-${sha256.slice(0, 24)}`;

function stemOf(sha256: string, fileName: string): string {
  const words = toSlug(fileName.replace(/\.[^.]*$/, ""));
  const plain = words
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, "");
  return plain ? `${prefixOf(sha256)}-${plain}` : prefixOf(sha256);
}

/** WordPress refuses files without an extension it knows, and judges by the name rather than the type. */
function extensionOf({ mime, fileName }: Picture): string {
  return extensions[mime] ?? /\.([a-z0-9]{2,5})$/i.exec(fileName)?.[1]?.toLowerCase() ?? "bin";
}

function toUploaded(media: Media): UploadedPicture {
  return { externalId: String(media.id), url: media.source_url };
}
