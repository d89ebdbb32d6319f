import { expect, test } from "vitest";
import { toDict, toList } from "../kit/json";
import { type AskOptions, admin, ask, basic, fields, testSandbox } from "../testing/ask";

const sandbox = testSandbox();
const site = () => `${sandbox.url}/wordpress`;
const api = (route: string, options: AskOptions = {}) =>
  ask(`${site()}/wp-json/wp/v2${route}`, { ...options, headers: { ...admin, ...options.headers } });
const create = async (json: unknown) => fields(await api("/posts", { json }));
const ids = (answer: { body: unknown }) => toList(answer.body).map((row) => Number(toDict(row).id));

test("lists are paged by headers; every page once gives every post once; past the end is an error", async () => {
  const seen: number[] = [];
  let pages = 1;
  for (let page = 1; page <= pages; page++) {
    const answer = await api(`/posts?status=any&per_page=7&orderby=id&order=asc&page=${page}`);
    pages = Number(answer.headers.get("x-wp-totalpages"));
    expect(answer.headers.get("link")?.includes('rel="next"')).toBe(page < pages);
    seen.push(...ids(answer));
  }
  expect(seen).toEqual([...Array(30).keys()].map((i) => 21 + i));
  const beyond = await api(`/posts?per_page=7&page=99`);
  expect([beyond.status, fields(beyond).code]).toEqual([400, "rest_post_invalid_page_number"]);
  const head = await api("/posts", { method: "HEAD" });
  expect([head.status, head.headers.get("x-wp-total"), head.text]).toEqual([200, "27", ""]);
});

test("bad parameters are named one by one", async () => {
  const answer = await api("/posts?per_page=-1&orderby=luck&after=yesterday");
  expect([answer.status, fields(answer).code]).toEqual([400, "rest_invalid_param"]);
  expect(toDict(toDict(fields(answer).data).params)).toEqual({
    per_page: "per_page must be between 1 (inclusive) and 100 (inclusive)",
    orderby: expect.stringContaining("orderby is not one of author, date"),
    after: "Invalid date.",
  });
  const broken = await api("/posts", {
    method: "POST",
    raw: '{"title": ',
    headers: { "content-type": "application/json" },
  });
  expect([broken.status, fields(broken).code]).toEqual([400, "rest_invalid_json"]);
  const noUtf8 = await api("/posts", {
    method: "POST",
    raw: Buffer.from([0x22, 0xff, 0x22]),
    headers: { "content-type": "application/json" },
  });
  expect(fields(noUtf8).code).toBe("rest_invalid_json");
});

test("modified_after is exclusive, speaks site time without a zone and converts one with a zone", async () => {
  const post = await create({ title: "Demo clock", status: "publish" });
  const { id, modified, modified_gmt: gmt } = post;
  expect(Date.parse(`${String(modified)}Z`) - Date.parse(`${String(gmt)}Z`)).toBe(2 * 3_600_000);
  const found = async (moment: string) =>
    ids(await api(`/posts?modified_after=${encodeURIComponent(moment)}&include=${String(id)}`)).length;
  const second = (text: unknown, shift: number, zone: string) =>
    new Date(Date.parse(`${String(text)}Z`) + shift * 1000).toISOString().slice(0, 19) + zone;
  expect(await found(second(modified, -1, ""))).toBe(1);
  expect(await found(second(modified, 0, ""))).toBe(0);
  expect(await found(second(gmt, -1, "Z"))).toBe(1);
  expect(await found(second(gmt, 0, "Z"))).toBe(0);
  expect(await found(second(modified, -1, "+02:00"))).toBe(1);
  // UTC sent as if it were site time lies two hours back: the mistake shows.
  expect(await found(second(gmt, 0, ""))).toBe(1);
});

test("a draft goes live with a picture and readers find it on the site", async () => {
  const draft = await create({
    title: 'Tom\'s "big" launch & more',
    content: "<!-- wp:paragraph -->\n<p>Hello there</p>\n<!-- /wp:paragraph -->",
    featured_media: 6,
    tags: [5],
  });
  expect([draft.status, draft.slug, toDict(draft.title).raw]).toEqual([
    "draft",
    "",
    'Tom\'s "big" launch & more',
  ]);
  expect((await ask(`${site()}/wp-json/wp/v2/posts/${String(draft.id)}`)).status).toBe(401);
  const live = fields(await api(`/posts/${String(draft.id)}`, { json: { status: "publish" } }));
  expect([live.status, live.slug]).toEqual(["publish", "toms-big-launch-more"]);
  expect(toDict(live.title).rendered).toBe("Tom&#8217;s &#8220;big&#8221; launch &#038; more");
  const page = await ask(String(live.link));
  expect(page.status).toBe(200);
  expect(page.text).toContain("<p>Hello there</p>");
  expect(page.text).toContain("/wp-content/uploads/demo/demo-picture-2.png");
  expect(page.text).not.toContain("wp:paragraph");
  expect((await ask(`${site()}/`)).text).toContain(String(live.link));
  const picture = await ask(`${site()}/wp-content/uploads/demo/demo-picture-2.png`);
  expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
});

test("a slug is given once; the next one gets -2, also among drafts", async () => {
  const slugs = [];
  for (const status of ["publish", "draft", "publish"])
    slugs.push((await create({ title: "Demo", slug: "same-name", status })).slug);
  expect(slugs).toEqual(["same-name", "same-name-2", "same-name-3"]);
  const bySlug = await api("/posts?slug=same-name-2");
  expect(ids(bySlug)).toEqual([]);
  expect(ids(await api("/posts?slug=same-name-2&status=any"))).toHaveLength(1);
});

test("201 points at the new post; a date to come schedules it and its time releases it", async () => {
  const at = new Date(Date.now() + 3_600_000).toISOString().slice(0, 19);
  const answer = await api("/posts", { json: { title: "Demo later", status: "publish", date_gmt: at } });
  const post = fields(answer);
  expect(answer.status).toBe(201);
  expect(answer.headers.get("location")).toBe(`${site()}/wp-json/wp/v2/posts/${String(post.id)}`);
  expect([post.status, post.date_gmt]).toEqual(["future", at]);
  sandbox.clock.offsetMs = 2 * 3_600_000;
  expect(fields(await api(`/posts/${String(post.id)}`)).status).toBe("publish");
  sandbox.clock.offsetMs = 0;
});

test("deleting goes to the trash first, is refused twice, and force ends it", async () => {
  const { id } = await create({ title: "Demo gone", status: "publish" });
  const trashed = await api(`/posts/${String(id)}`, { method: "DELETE" });
  expect([trashed.status, fields(trashed).status, fields(trashed).slug]).toEqual([
    200,
    "trash",
    "demo-gone__trashed",
  ]);
  const again = await api(`/posts/${String(id)}`, { method: "DELETE" });
  expect([again.status, fields(again).code]).toEqual([410, "rest_already_trashed"]);
  expect(ids(await api("/posts?status=trash"))).toEqual([id]);
  expect(ids(await api(`/posts?status=any&include=${String(id)}`))).toEqual([]);
  const back = fields(await api(`/posts/${String(id)}`, { json: { status: "publish" } }));
  expect([back.status, back.slug]).toEqual(["publish", "demo-gone"]);
  const gone = fields(await api(`/posts/${String(id)}?force=true`, { method: "DELETE" }));
  expect([gone.deleted, toDict(gone.previous).id]).toEqual([true, id]);
  const after = await api(`/posts/${String(id)}`);
  expect([after.status, fields(after).code]).toEqual([404, "rest_post_invalid_id"]);
});

test("what cannot be is refused: an empty post, a foreign status, a picture that is none", async () => {
  const code = async (json: unknown) => (await create(json)).code;
  expect(await code({})).toBe("empty_content");
  expect(await code({ title: "Demo", status: "published" })).toBe("rest_invalid_param");
  expect(await code({ title: "Demo", featured_media: 21 })).toBe("rest_invalid_featured_media");
  const strangers = await ask(`${site()}/wp-json/wp/v2/posts?status=draft`);
  expect([strangers.status, fields(strangers).code]).toEqual([400, "rest_invalid_param"]);
  const edit = await ask(`${site()}/wp-json/wp/v2/posts?context=edit`);
  expect([edit.status, fields(edit).code]).toEqual([401, "rest_forbidden_context"]);
});

test("people without unfiltered_html lose scripts without a word; unknown meta keys vanish", async () => {
  const content = '<p onclick="x()">Hi</p><script>alert(1)</script>';
  const headers = basic("author", "auth DEMO auth DEMO auth DEMO");
  const post = fields(
    await api("/posts", { headers, json: { title: "Demo", content, meta: { unknown: "x" } } }),
  );
  expect(toDict(post.content).raw).toBe("<p>Hi</p>");
  expect(post.meta).toEqual({ footnotes: "" });
  expect(toDict((await create({ title: "Demo", content })).content).raw).toBe(content);
});

test("a duplicate term names the one there is; terms need force to go", async () => {
  const made = await api("/categories", { json: { name: "Demo Launches" } });
  expect(made.status).toBe(201);
  const { id } = fields(made);
  const twin = await api("/categories", { json: { name: "demo launches" } });
  expect([twin.status, fields(twin).code, toDict(fields(twin).data).term_id]).toEqual([
    400,
    "term_exists",
    id,
  ]);
  const missing = await api("/tags", { json: {} });
  expect(fields(missing).code).toBe("rest_missing_callback_param");
  expect((await api(`/categories/${String(id)}`, { method: "DELETE" })).status).toBe(501);
  expect(fields(await api(`/categories/${String(id)}?force=1`, { method: "DELETE" })).deleted).toBe(true);
});

test("_fields picks, batch writes together, and what may not be batched says so", async () => {
  const picked = await api("/posts?_fields=id,title.rendered&per_page=1&include=21");
  expect(picked.body).toEqual([{ id: 21, title: { rendered: "Demo post 01: planning a launch" } }]);
  const request = (path: string, body: unknown) => ({ method: "POST", path, body });
  const batch = (json: unknown) => ask(`${site()}/wp-json/batch/v1`, { headers: admin, json });
  const requests = [
    request("/wp/v2/posts", { title: "Demo batch" }),
    request("/wp/v2/posts", { title: "Demo", status: "wrong" }),
    request("/wp/v2/media", {}),
  ];
  const normal = await batch({ requests });
  const statuses = toList(fields(normal).responses).map((reply) => toDict(reply).status);
  expect([normal.status, statuses]).toEqual([207, [201, 400, 400]]);
  const strict = fields(await batch({ validation: "require-all-validate", requests: requests.slice(0, 2) }));
  expect([strict.failed, toList(strict.responses)[0]]).toEqual(["validation", null]);
  const tooMany = await batch({ requests: Array.from({ length: 26 }, () => requests[0]) });
  expect(tooMany.status).toBe(400);
});
