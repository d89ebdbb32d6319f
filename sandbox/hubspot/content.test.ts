import { Client } from "@hubspot/api-client";
import type { BlogPost } from "@hubspot/api-client/lib/codegen/cms/blogs/blog_posts";
import { expect, test } from "vitest";
import { toDict } from "../kit/json";
import { ask, fields, testSandbox } from "../testing/ask";

const sandbox = testSandbox({ limiter: false });
const headers = { authorization: "Bearer pat-demo-north-1" };
const api = (path: string) => `${sandbox.url}/hubspot/api${path}`;
const posts = () =>
  new Client({ basePath: `${sandbox.url}/hubspot/api`, accessToken: "pat-demo-north-1" }).cms.blogs.blogPosts
    .basicApi;
const demoPost = (name: string) =>
  ({
    name,
    contentGroupId: "210000001",
    slug: `demo-blog/${name}`,
    postBody: `<p>${name} body</p>`,
  }) as BlogPost;

test("a post starts as a draft, is pushed live, and readers find it", async () => {
  const made = await posts().create(demoPost("first"));
  expect([made.currentState, made.currentlyPublished]).toEqual(["DRAFT", false]);
  expect((await ask(made.url)).status).toBe(404);
  await posts().pushLive(made.id);
  const live = await posts().getById(made.id);
  expect([live.currentState, live.currentlyPublished, live.url]).toEqual(["PUBLISHED", true, made.url]);
  const page = await ask(live.url);
  expect([page.status, page.text.includes("<p>first body</p>")]).toEqual([200, true]);
});

test("changes to the draft of a live post stay hidden until they are pushed, or are reset", async () => {
  const { id } = await posts().create(demoPost("second"));
  await posts().pushLive(id);
  await posts().updateDraft(id, { postBody: "<p>new</p>" } as BlogPost);
  expect((await posts().getById(id)).postBody).toBe("<p>second body</p>");
  expect((await posts().getDraftById(id)).postBody).toBe("<p>new</p>");
  await posts().resetDraft(id);
  expect((await posts().getDraftById(id)).postBody).toBe("<p>second body</p>");
  await posts().updateDraft(id, { postBody: "<p>newer</p>" } as BlogPost);
  await posts().pushLive(id);
  expect((await posts().getById(id)).postBody).toBe("<p>newer</p>");
});

test("a scheduled post comes out when its time has come", async () => {
  const { id } = await posts().create(demoPost("third"));
  await posts().schedule({ id, publishDate: new Date(Date.now() + 3_600_000) });
  expect((await posts().getById(id)).currentState).toBe("SCHEDULED");
  sandbox.clock.offsetMs = 3_700_000;
  expect((await posts().getById(id)).currentState).toBe("PUBLISHED");
  sandbox.clock.offsetMs = 0;
});

test("lists page through, tell changed posts apart and drop archived ones", async () => {
  const all = await posts().getPage(
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    ["-updatedAt"],
    undefined,
    5,
  );
  expect([all.results.length, all.paging?.next?.after]).toEqual([5, "5"]);
  const since = new Date(sandbox.clock.now() - 1);
  const { id } = await posts().create(demoPost("fourth"));
  const changed = await posts().getPage(undefined, undefined, undefined, undefined, since);
  expect(changed.results.map((post) => post.id)).toEqual([id]);
  await posts().archive(id);
  const listed = await posts().getPage(undefined, undefined, undefined, undefined, since);
  expect(listed.total).toBe(0);
  await expect(posts().getById(id)).rejects.toMatchObject({ code: 404 });
});

test("what is missing is named; an unknown blog is refused", async () => {
  const create = async (json: unknown) => fields(await ask(api("/cms/v3/blogs/posts"), { headers, json }));
  expect(await create({ name: "Demo" })).toMatchObject({
    category: "VALIDATION_ERROR",
    errors: [{ code: "REQUIRED_FIELD", context: { propertyName: ["contentGroupId"] } }],
  });
  expect((await create({ name: "Demo", contentGroupId: "1" })).category).toBe("VALIDATION_ERROR");
  const page = await ask(api("/cms/v3/pages/landing-pages"), { headers, json: { name: "Demo" } });
  expect(page.status).toBe(400);
});

test("marketing emails are made, published and taken back through the official client", async () => {
  const client = new Client({ basePath: `${sandbox.url}/hubspot/api`, accessToken: "pat-demo-north-1" });
  const emails = client.marketing.emails.marketingEmailsApi;
  const made = await emails.create({ name: "Demo mail", subject: "Hello" });
  await emails.publishOrSend(made.id);
  expect((await emails.getById(made.id)).isPublished).toBe(true);
  await emails.unpublishOrCancel(made.id);
  expect((await emails.getById(made.id)).state).toBe("DRAFT");
});

test("a file is uploaded and served at its public address", async () => {
  const form = new FormData();
  form.set("file", new Blob(["demo bytes"], { type: "text/plain" }), "demo.txt");
  form.set("folderPath", "/demo");
  form.set("options", JSON.stringify({ access: "PUBLIC_INDEXABLE" }));
  const made = await ask(api("/files/v3/files"), { method: "POST", headers, raw: form });
  expect([made.status, fields(made).name, fields(made).extension]).toEqual([201, "demo", "txt"]);
  expect((await ask(String(toDict(made.body).url))).text).toBe("demo bytes");
});
