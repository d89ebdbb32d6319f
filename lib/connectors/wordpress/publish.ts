import type { CheckIssue, Connection, PublishDefinition, Release, Released } from "../kit/connector";
import { ProviderFailure } from "../kit/failure";
import { toBlocks } from "./blocks";
import { createClient, type PostType } from "./client";
import { findPicture, uploadPicture } from "./pictures";
import { toSlug } from "./slug";
import { Post } from "./wire";

const contentTypes: Release["contentType"][] = ["blog_post", "article", "landing_page"];
const maxTitle = 65_535;

/** What WordPress would refuse (errors) or quietly change (warnings). */
const checkRelease: PublishDefinition["check"] = (release) => {
  const issues: CheckIssue[] = [];
  const add = (level: CheckIssue["level"], field: string, message: string) =>
    issues.push({ level, field, message });
  if (release.title.trim() === "") add("error", "title", "The article needs a title.");
  if (Buffer.byteLength(release.title) > maxTitle)
    add("error", "title", "The title is too long for WordPress.");
  if (release.body.replaceAll(/<(?!img)[^>]*>|&nbsp;|\s/gi, "") === "") {
    add("error", "body", "The article has no content.");
  }
  if (!contentTypes.includes(release.contentType)) {
    add("error", "contentType", "WordPress takes articles, blog posts and pages.");
  }
  if (release.slug && toSlug(release.slug) !== release.slug) {
    add("warning", "slug", `The address will end in "${toSlug(release.slug)}".`);
  }
  if (/<(script|iframe|form|object|embed)\b/i.test(release.body)) {
    add("warning", "body", "WordPress may take out scripts, forms and embedded frames without a word.");
  }
  if (release.contentType === "landing_page" && release.excerpt) {
    add("warning", "excerpt", "Most WordPress themes do not show the excerpt of a page.");
  }
  return issues;
};

/**
 * A draft carries the release's key twice: as its slug, and inside the first block, where it stays when going live gives
 * the post its readable slug. (`meta` would be ignored: WordPress only takes keys that a plugin registered.)
 */
export const publish: PublishDefinition = {
  contentTypes,
  check: checkRelease,
  find,
  status,
  uploadPicture,
  findPicture,
  async create(connection, release) {
    const client = await createClient(connection);
    const content = { ...contentOf(release), status: "draft", slug: keyOf(release.key) };
    return toReleased(await client.createPost(typeOf(release), content));
  },
  async goLive(connection, externalId, release) {
    const client = await createClient(connection);
    const slug = release.slug ? toSlug(release.slug) : toSlug(release.title);
    const content = { ...contentOf(release), status: "publish", slug: slug || keyOf(release.key) };
    const released = toReleased(await client.updatePost(typeOf(release), externalId, content));
    if (released.live) return released;
    throw new ProviderFailure(
      "missing_scope",
      "WordPress saved the article but did not let this user publish it.",
    );
  },
};

const typeOf = (release: Pick<Release, "contentType">): PostType =>
  release.contentType === "landing_page" ? "pages" : "posts";

function contentOf(release: Release): Record<string, unknown> {
  const cover = release.coverSha256 ? release.uploaded[release.coverSha256] : undefined;
  return {
    title: release.title,
    content: toBlocks(release.body, { uploaded: release.uploaded, mark: keyOf(release.key) }),
    ...(release.excerpt === null ? {} : { excerpt: release.excerpt }),
    ...(cover ? { featured_media: Number(cover.externalId) } : {}),
  };
}

/** By slug (a draft), then by the mark in the content (live, or renamed by hand). What lies in the trash was taken back. */
async function find(connection: Connection, key: string): Promise<Released | null> {
  const client = await createClient(connection);
  const mark = keyOf(key);
  const base = { context: "edit", status: "any", per_page: 100 };
  for (const query of [
    { ...base, slug: mark },
    { ...base, search: mark },
  ]) {
    for (const type of ["posts", "pages"] as const) {
      const { rows } = await client.list(type, Post, query);
      const hit = rows.find((post) => post.slug === mark || (post.content?.raw ?? "").includes(`"${mark}"`));
      if (hit) return toReleased(hit);
    }
  }
  return null;
}

async function status(connection: Connection, externalId: string): Promise<Released | null> {
  const client = await createClient(connection);
  const post = (await client.post("posts", externalId)) ?? (await client.post("pages", externalId));
  return post && post.status !== "trash" ? toReleased(post) : null;
}

function toReleased(post: Post): Released {
  return { externalId: String(post.id), url: post.link, live: post.status === "publish" };
}

/** WordPress lower-cases slugs and joins words with single dashes: a key must already look like that. */
function keyOf(key: string): string {
  return key.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}
