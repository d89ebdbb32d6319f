import type { Connection, PublishDefinition, Release, Released } from "../kit/connector";
import { ProviderFailure } from "../kit/failure";
import { toBlocks } from "./blocks";
import { checkRelease } from "./check";
import { createClient, type PostType } from "./client";
import { findPicture, uploadPicture } from "./pictures";
import { toSlug } from "./slug";
import { Post } from "./wire";

/**
 * A draft carries the release's key twice: as its slug, and inside the first block, where it stays when going live gives
 * the post its readable slug. (`meta` would be ignored: WordPress only takes keys that a plugin registered.)
 */
export const publish: PublishDefinition = {
  contentTypes: ["blog_post", "article", "landing_page"],
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
