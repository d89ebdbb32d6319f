import { beforeEach, expect, test } from "vitest";
import { contentTypes } from "@/drizzle/schema/enums";
import type { Ctx } from "@/lib/access/context";
import { withWorkspace } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { demoPng } from "@/lib/testing/pictures";
import { makeWorkspace, personOf } from "@/lib/testing/tenants";
import { getMediaOrThrow, listMedia } from "../media/data";
import { describeMedia } from "../media/describe-media";
import { saveMedia } from "../media/save-media";
import { MediaId } from "../media/schema";
import { archiveContent } from "./archive-content";
import { getContentOrThrow, listContent } from "./data";
import { saveContent } from "./save-content";
import { ContentItemId } from "./schema";

testDatabase();
let ctx: Ctx;

beforeEach(async () => {
  ctx = await makeWorkspace();
});

const article = { contentType: "article" as const, title: "Demo", contentData: { content: "<p>Text</p>" } };

test("the caller's id finds the piece again: same content is no version, other content is the next", async () => {
  const first = await saveContent(ctx, { ...article, contentId: "news-1" });
  expect(first).toMatchObject({
    contentId: "news-1",
    version: 1,
    contentData: { content: "<p>Text</p>", tags: [] },
  });
  expect(await saveContent(ctx, { ...article, contentId: "news-1" })).toMatchObject({
    id: first.id,
    version: 1,
  });
  const second = await saveContent(ctx, { ...article, contentId: "news-1", title: "Better", version: 1 });
  expect(second).toMatchObject({ id: first.id, version: 2, title: "Better" });
  await expect(saveContent(ctx, { ...article, contentId: "news-1", version: 1 })).rejects.toMatchObject({
    code: "conflict",
  });
  const { rows } = await withWorkspace(ctx, (tx) =>
    tx.client.query("select action from audit_entries order by id"),
  );
  expect(rows).toEqual([{ action: "content.created" }, { action: "content.changed" }]);
});

test("twenty at once under one id are one piece", async () => {
  const saved = await Promise.all(
    Array.from({ length: 20 }, () => saveContent(ctx, { ...article, contentId: "same" })),
  );
  expect(new Set(saved.map((one) => one.id)).size).toBe(1);
  expect((await listContent(ctx)).data).toHaveLength(1);
});

test("the customer's form, with the title inside content_data", async () => {
  const contentData = { title: "Inside", content: "<p>Text</p>" };
  expect(await saveContent(ctx, { contentType: "blog_post", contentData })).toMatchObject({
    title: "Inside",
  });
});

test("every type takes its own fields and refuses others", async () => {
  const data: Record<(typeof contentTypes)[number], Record<string, unknown>> = {
    blog_post: { content: "<p>x</p>", slug: "my-post", tags: ["a"] },
    article: { content: "<p>x</p>", excerpt: "Short" },
    email_campaign: { subject: "Hello", content: "<p>x</p>" },
    social_post: { text: "Hello", link: "https://example.test/" },
    product_description: { content: "<p>x</p>", price: { amount: "19.90", currency: "EUR" } },
    landing_page: { content: "<p>x</p>", meta_description: "About" },
    document: { content: "<p>x</p>", file_name: "demo" },
    presentation: { slides: [{ title: "One", content: "<p>x</p>" }] },
  };
  for (const contentType of contentTypes) {
    const saved = await saveContent(ctx, { contentType, title: "Demo", contentData: data[contentType] });
    expect(saved.contentData).toMatchObject(data[contentType]);
    const wrong = saveContent(ctx, {
      contentType,
      title: "Demo",
      contentData: { ...data[contentType], rocket: 1 },
    });
    await expect(wrong).rejects.toMatchObject({ name: "ZodError" });
    await expect(saveContent(ctx, { contentType, contentData: data[contentType] })).rejects.toThrow(
      "Give it a title",
    );
  }
  const page = await listContent(ctx, { limit: 5 });
  const rest = await listContent(ctx, { limit: 5, cursor: page.nextCursor ?? "" });
  expect(new Set([...page.data, ...rest.data].map((one) => one.contentType)).size).toBe(8);
  expect((await listContent(ctx, { contentType: "document" })).data).toHaveLength(1);
});

test("archived pieces leave the library and come back when they are saved", async () => {
  const { id } = await saveContent(ctx, { ...article, contentId: "old" });
  await archiveContent(ctx, { contentItemId: id });
  await archiveContent(ctx, { contentItemId: id });
  expect((await listContent(ctx)).data).toEqual([]);
  expect((await listContent(ctx, { archived: true })).data).toMatchObject([{ id }]);
  await saveContent(ctx, { ...article, contentId: "old", title: "Again" });
  expect((await listContent(ctx, { q: "again" })).data).toMatchObject([{ id, archivedAt: null }]);
});

test("another workspace finds neither piece nor picture, and cannot use the picture; a viewer writes nothing", async () => {
  const { id } = await saveContent(ctx, article);
  const picture = await saveMedia(ctx, { fileName: "a.png", bytes: demoPng() });
  const other = await makeWorkspace();
  const theirs = { contentItemId: ContentItemId.parse(id) };
  await expect(getContentOrThrow(other, theirs.contentItemId)).rejects.toMatchObject({ code: "not_found" });
  await expect(archiveContent(other, theirs)).rejects.toMatchObject({ code: "not_found" });
  await expect(getMediaOrThrow(other, MediaId.parse(picture.id))).rejects.toMatchObject({
    code: "not_found",
  });
  for (const contentData of [
    { content: "<p>x</p>", cover_media_id: picture.id },
    { content: `<img src="${picture.url}">` },
  ]) {
    const stolen = saveContent(other, { contentType: "article", title: "x", contentData });
    await expect(stolen).rejects.toMatchObject({ code: "invalid_input" });
  }
  const viewer = personOf(ctx.workspaceId, "viewer");
  await expect(saveContent(viewer, article)).rejects.toMatchObject({ code: "forbidden" });
  await expect(archiveContent(viewer, theirs)).rejects.toMatchObject({ code: "forbidden" });
  await expect(saveMedia(viewer, { fileName: "b.png", bytes: demoPng(1) })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await getContentOrThrow(viewer, theirs.contentItemId)).toMatchObject({ id });
});

test("a picture is what its bytes say, once per workspace", async () => {
  const saved = await saveMedia(ctx, {
    fileName: "../../etc/pass\u0000wd.exe",
    mime: "text/html",
    alt: "Dots",
    bytes: demoPng(3),
  });
  expect(saved).toMatchObject({
    fileName: "passwd.png",
    mime: "image/png",
    width: 2,
    height: 1,
    alt: "Dots",
  });
  const again = await saveMedia(ctx, { fileName: "other.png", bytes: new Uint8Array(demoPng(3)) });
  expect(again).toMatchObject({ id: saved.id, fileName: "passwd.png" });
  expect((await getMediaOrThrow(ctx, MediaId.parse(saved.id))).bytes).toEqual(demoPng(3));
  expect(await describeMedia(ctx, { mediaId: saved.id, alt: "Two dots" })).toMatchObject({ alt: "Two dots" });
  expect((await listMedia(ctx, { q: "two" })).data).toMatchObject([
    { id: saved.id, url: `/api/v1/media/${saved.id}` },
  ]);
  for (const text of ["<svg xmlns='http://www.w3.org/2000/svg'/>", "GIF89a", "", "\u0089PNG"]) {
    const wrong = saveMedia(ctx, { fileName: "x.png", bytes: Buffer.from(text) });
    await expect(wrong).rejects.toMatchObject({ code: "unsupported_media_type" });
  }
  const large = Buffer.concat([demoPng(), Buffer.alloc(10 * 1024 * 1024)]);
  await expect(saveMedia(ctx, { fileName: "x.png", bytes: large })).rejects.toMatchObject({
    code: "payload_too_large",
  });
  await expect(describeMedia(ctx, { mediaId: newId(), alt: "" })).rejects.toMatchObject({
    code: "not_found",
  });
});
