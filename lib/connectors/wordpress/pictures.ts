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

/** The file's name begins with the hash of its bytes, so the same picture is found again and never sent twice. */
export async function uploadPicture(connection: Connection, picture: Picture): Promise<UploadedPicture> {
  const client = await createClient(connection);
  const alt = picture.alt.slice(0, maxAlt);
  const title = picture.fileName.replace(/\.[^.]*$/, "").slice(0, 200);
  const headers = {
    "content-type": picture.mime,
    "content-disposition": `attachment; filename="${storedName(picture)}"`,
    "content-md5": createHash("md5").update(picture.bytes).digest("hex"),
  };
  const media = await client.uploadMedia(picture.bytes, headers, { alt_text: alt, title });
  if ((media.alt_text ?? "") === alt) return toUploaded(media);
  return toUploaded(await client.updateMedia(media.id, { alt_text: alt, title }));
}

/** Read-only. */
export async function findPicture(connection: Connection, sha256: string): Promise<UploadedPicture | null> {
  const client = await createClient(connection);
  const prefix = prefixOf(sha256);
  const { rows } = await client.list("media", Media, { context: "edit", search: prefix, per_page: 20 });
  const hit = rows.find((media) => media.source_url.includes(`/${prefix}`));
  return hit ? toUploaded(hit) : null;
}

const prefixOf = (sha256: string) => `ctx-${sha256.slice(0, 24)}`;

// WordPress refuses files without an extension it knows, and judges by the name rather than the type.
function storedName({ fileName, mime, sha256 }: Picture): string {
  const stem = toSlug(fileName.replace(/\.[^.]*$/, ""))
    .replaceAll(/[^a-z0-9-]/g, "")
    .slice(0, 60);
  const given = /\.([a-z0-9]{2,5})$/i.exec(fileName)?.[1]?.toLowerCase();
  const extension = extensions[mime] ?? given ?? "bin";
  return `${prefixOf(sha256)}${stem ? `-${stem}` : ""}.${extension}`;
}

function toUploaded(media: Media): UploadedPicture {
  return { externalId: String(media.id), url: media.source_url };
}
