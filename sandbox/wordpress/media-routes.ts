import { createHash } from "node:crypto";
import path from "node:path";
import { type Call, contentType, header, type Reply } from "../kit/http";
import type { Dict } from "../kit/json";
import { parseMultipart } from "../kit/multipart";
import type { WpContext, WpRouter } from "./context";
import { localText } from "./dates";
import { forbid, refuse } from "./errors";
import { imageSize } from "./image";
import { createdReply } from "./post-routes";
import { createPost, writeArgs } from "./post-write";
import { uniqueSlug } from "./render";
import { can } from "./roles";

const uploadLimit = 8 * 1024 * 1024;
const mimes: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  pdf: "application/pdf",
  mp4: "video/mp4",
  mp3: "audio/mpeg",
  txt: "text/plain",
  csv: "text/csv",
  zip: "application/zip",
};

export function addMediaRoutes(router: WpRouter): void {
  router.add("POST", "/wp/v2/media", writeArgs("attachment"), upload);
}

interface Upload {
  fileName: string;
  bytes: Buffer;
}

function upload(context: WpContext, args: Dict, call: Call): Reply {
  if (!can(context.user, "upload_files"))
    throw forbid(
      context.user,
      "rest_cannot_create",
      "Sorry, you are not allowed to create posts as this user.",
    );
  const { fileName, bytes } = contentType(call) === "multipart/form-data" ? fromForm(call) : fromBody(call);
  checkHash(call, bytes);
  if (bytes.length > uploadLimit)
    throw refuse(
      400,
      "rest_upload_file_too_big",
      `This file is too big. Files must be less than ${uploadLimit / 1024} KB in size.`,
    );
  const safeName = fileName.replace(/[^\w.-]+/g, "-").replace(/^[-.]+/, "");
  const { name, ext } = path.parse(safeName);
  const mime = mimes[ext.slice(1).toLowerCase()];
  if (!mime || name === "")
    throw refuse(500, "rest_upload_sideload_error", "Sorry, you are not allowed to upload this file type.");
  const size = imageSize(bytes);
  if (["image/png", "image/jpeg", "image/gif", "image/webp"].includes(mime) && !size)
    throw refuse(500, "rest_upload_sideload_error", "Sorry, you are not allowed to upload this file type.");
  return keep(context, args, {
    name,
    ext: ext.toLowerCase(),
    mime,
    bytes,
    ...(size ?? { width: 0, height: 0 }),
  });
}

interface CheckedUpload {
  name: string;
  ext: string;
  mime: string;
  bytes: Buffer;
  width: number;
  height: number;
}

function keep(
  context: WpContext,
  args: Dict,
  { name, ext, mime, bytes, width, height }: CheckedUpload,
): Reply {
  const { state } = context;
  const folder = localText(state.now()).slice(0, 7).replace("-", "/");
  const taken = new Set([...state.posts.values()].flatMap((post) => post.media?.file ?? []));
  const stem = uniqueSlug(name, (candidate) => taken.has(`${folder}/${candidate}${ext}`));
  const file = `${folder}/${stem}${ext}`;
  const post = createPost(context, "attachment", { title: stem, ...args });
  post.status = "inherit";
  post.floating = false;
  post.pingStatus = "closed";
  post.media = {
    file,
    mime,
    size: bytes.length,
    width,
    height,
    alt: typeof args.alt_text === "string" ? args.alt_text : "",
  };
  post.slug = uniqueSlug(stem.toLowerCase(), (slug) =>
    [...state.posts.values()].some((other) => other !== post && other.slug === slug),
  );
  state.writeUpload(file, bytes);
  state.changed();
  return createdReply(context, post);
}

/** Raw bytes: the name comes from Content-Disposition. */
function fromBody(call: Call): Upload {
  if (call.body.length === 0) throw refuse(400, "rest_upload_no_data", "No data supplied.");
  if (!header(call, "content-type"))
    throw refuse(400, "rest_upload_no_content_type", "No Content-Type supplied.");
  const disposition = header(call, "content-disposition");
  if (!disposition)
    throw refuse(400, "rest_upload_no_content_disposition", "No Content-Disposition supplied.");
  const fileName = nameOf(disposition);
  if (!fileName)
    throw refuse(
      400,
      "rest_upload_invalid_disposition",
      'Invalid Content-Disposition supplied. Content-Disposition needs to be formatted as `attachment; filename="image.png"` or similar.',
    );
  return { fileName, bytes: call.body };
}

function nameOf(disposition: string): string | undefined {
  const [kind, ...attributes] = disposition.split(";").map((part) => part.trim());
  if (!["attachment", "form-data", "inline"].includes(kind?.toLowerCase() ?? "")) return undefined;
  for (const attribute of attributes) {
    const [key, ...rest] = attribute.split("=");
    if (key?.trim().toLowerCase() === "filename")
      return rest.join("=").trim().replace(/^"|"$/g, "") || undefined;
  }
  return undefined;
}

function fromForm(call: Call): Upload {
  const parts = parseMultipart(String(call.headers["content-type"]), call.body) ?? [];
  const part = parts.find((candidate) => candidate.name === "file" && candidate.fileName);
  if (!part || part.bytes.length === 0) throw refuse(400, "rest_upload_no_data", "No data supplied.");
  return { fileName: part.fileName ?? "", bytes: part.bytes };
}

function checkHash(call: Call, bytes: Buffer): void {
  const expected = header(call, "content-md5");
  if (expected && expected.trim() !== createHash("md5").update(bytes).digest("hex"))
    throw refuse(412, "rest_upload_hash_mismatch", "Content hash did not match expected.");
}
