import "server-only";
import { createHash } from "node:crypto";
import sanitizeHtml from "sanitize-html";
import type { ContentType } from "@/drizzle/schema/enums";
import type { Release } from "@/lib/connectors/kit/connector";
import { parsePublicId } from "@/lib/ids";

/** What `publications.snapshot` holds: exactly what is to be released. */
export interface Snapshot {
  title: string;
  contentData: Record<string, unknown>;
}

export type Uploaded = Release["uploaded"];

/** A picture of ours as the release names it. */
export interface PictureRef {
  id: string;
  sha256: string;
  alt: string;
}

/** Recognises the release at the platform; small letters, digits and a dash, so that it also serves as a slug. */
export function releaseKey(publicationId: string): string {
  return `cns-${createHash("sha256").update(publicationId).digest("hex").slice(0, 24)}`;
}

/** HTML cleaned, pictures pointed at their uploads. What is not uploaded (yet) keeps its own address. */
export function toRelease(
  publication: { id: string; contentType: ContentType; snapshot: Snapshot },
  pictures: readonly PictureRef[],
  uploaded: Uploaded,
): Release {
  const { title, contentData } = publication.snapshot;
  const cover = pictures.find((picture) => picture.id === contentData.cover_media_id);
  return {
    key: releaseKey(publication.id),
    contentType: publication.contentType,
    title,
    body: cleanHtml(bodyOf(contentData), pictures, uploaded),
    excerpt:
      text(contentData.excerpt) ?? text(contentData.meta_description) ?? text(contentData.preview_text),
    slug: text(contentData.slug),
    uploaded,
    coverSha256: cover?.sha256 ?? null,
  };
}

function bodyOf(data: Record<string, unknown>): string {
  if (typeof data.content === "string") return data.content;
  if (typeof data.text === "string") return `<p>${escapeText(data.text)}</p>`;
  if (!Array.isArray(data.slides)) return "";
  const slides = data.slides as { title: string; content: string }[];
  return slides.map((slide) => `<h2>${escapeText(slide.title)}</h2>${slide.content}`).join("\n");
}

function escapeText(plain: string): string {
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

const ownPicture = /^(?:https?:\/\/[^/]+)?\/api\/v1\/media\/([\w-]+)$/;

/** Nothing that runs, frames, posts or styles; links and pictures only over http(s), mailto and tel. */
export function cleanHtml(html: string, pictures: readonly PictureRef[], uploaded: Uploaded): string {
  const image: sanitizeHtml.Transformer = (tagName, given) => {
    const id = parsePublicId("media", ownPicture.exec(given.src ?? "")?.[1] ?? "");
    const picture = pictures.find((one) => one.id === id);
    // A path of ours that is no picture of this workspace would be broken anywhere else.
    if (!picture) return { tagName, attribs: /^https?:\/\//i.test(given.src ?? "") ? given : {} };
    const src = uploaded[picture.sha256]?.url ?? given.src ?? "";
    return {
      tagName,
      attribs: { ...given, src, alt: given.alt || picture.alt, "data-sha256": picture.sha256 },
    };
  };
  return sanitizeHtml(html, {
    allowedTags: allowedTags.split(" "),
    allowedAttributes: {
      a: ["href", "title"],
      img: ["src", "alt", "title", "width", "height", "data-sha256"],
      ol: ["start", "type"],
      td: ["colspan", "rowspan"],
      th: ["colspan", "rowspan", "scope"],
      code: ["class"],
    },
    allowedClasses: { code: ["language-*"] },
    allowedSchemes: ["http", "https", "mailto", "tel"],
    allowedSchemesByTag: { img: ["http", "https"] },
    allowProtocolRelative: false,
    disallowedTagsMode: "discard",
    transformTags: { img: image },
    exclusiveFilter: (frame) => frame.tag === "img" && !frame.attribs.src,
  }).trim();
}

const allowedTags =
  "h1 h2 h3 h4 h5 h6 p a img ul ol li dl dt dd blockquote figure figcaption pre code table caption thead tbody tfoot " +
  "tr th td strong em b i u s del ins sub sup small mark abbr cite q kbd hr br span div";
