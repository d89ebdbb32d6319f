import { request } from "undici";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import { withWorkspace } from "@/lib/db/transaction";
import { parsePublicIdOrThrow } from "@/lib/ids";
import { connectWordpress } from "@/lib/testing/connected";
import { startProcess, type TestProcess } from "@/lib/testing/crash-process";
import { testDatabase } from "@/lib/testing/database";
import { until } from "@/lib/testing/engine";
import { makeOwner } from "@/lib/testing/people";
import { demoPng } from "@/lib/testing/pictures";
import { sandboxWordpress } from "@/lib/testing/sandbox";
import { testSandbox } from "@/lib/testing/test-sandbox";
import { saveContent } from "../content/save-content";
import { saveMedia } from "../media/save-media";
import { getPublicationOrThrow, listPublications } from "./data";
import { advancePublication } from "./engine/advance";
import { publishContent } from "./publish-content";

testDatabase();
const sandbox = testSandbox();
const workers: TestProcess[] = [];
let ctx: Ctx;
let integrationId: string;

beforeAll(async () => {
  ctx = await makeOwner();
  integrationId = await connectWordpress(ctx, sandbox.at);
});
afterEach(() => sandbox.at.panel("DELETE", "/faults/wordpress"));
afterAll(() => {
  for (const one of workers) one.signal("SIGKILL");
});

interface WpPost {
  id: number;
  status: string;
  title: { raw: string };
  content: { raw: string };
  featured_media: number;
}

/** What an administrator of the site finds there. */
async function postsTitled(title: string): Promise<WpPost[]> {
  const { username, appPassword } = sandboxWordpress;
  const authorization = `Basic ${Buffer.from(`${username}:${appPassword}`).toString("base64")}`;
  const url = `${sandbox.at.wordpressUrl}/wp-json/wp/v2/posts?context=edit&status=any&per_page=100`;
  const answer = await request(url, { headers: { authorization } });
  const posts = (await answer.body.json()) as WpPost[];
  return posts.filter((post) => post.title.raw === title);
}

async function queue(title: string, more: Record<string, unknown> = {}): Promise<string> {
  const contentData = { content: "<p>Demo text</p>", ...more };
  const item = await saveContent(ctx, { contentType: "article", title, contentData });
  const [publication] = await publishContent(ctx, {
    contentItemId: item.id,
    integrationIds: [integrationId],
  });
  return parsePublicIdOrThrow("publication", publication?.id ?? "");
}

const fault = (kind: string, path = "/wp-json/wp/v2/posts") =>
  sandbox.at.panel("PUT", "/faults/wordpress", [{ kind, path, method: "POST", next: 1 }]);

async function work(publicationId: string) {
  for (let n = 0; n < 20; n += 1) {
    const outcome = await advancePublication(ctx, { publicationId });
    if (outcome.state === "over") break;
  }
  return getPublicationOrThrow(ctx, publicationId);
}

test("an article with a picture is found at the site, live, under the id we keep", async () => {
  const picture = await saveMedia(ctx, { fileName: "demo.png", alt: "Two dots", bytes: demoPng() });
  const content = `<h2>Demo</h2><p>Text</p><img src="${picture.url}" alt="Inline">`;
  const publicationId = await queue("Demo with picture", { content, cover_media_id: picture.id });
  const done = await work(publicationId);
  expect(done).toMatchObject({ state: "published", error: null });
  const [post, ...others] = await postsTitled("Demo with picture");
  expect(others).toEqual([]);
  expect(post).toMatchObject({ status: "publish", id: Number(done.externalId) });
  expect(post?.featured_media).toBeGreaterThan(0);
  expect(post?.content.raw).toContain(`"id":${post?.featured_media}`);
  expect(done.externalUrl).toContain(sandbox.at.wordpressUrl);
});

test("connection cut, half an answer, or HTML after the post was made: one post in the end", async () => {
  for (const kind of ["cut_after", "half_json"]) {
    const title = `Demo ${kind}`;
    const publicationId = await queue(title);
    await fault(kind);
    expect(await work(publicationId)).toMatchObject({ state: "published", error: null });
    expect(await postsTitled(title)).toMatchObject([{ status: "publish" }]);
  }
});

test("asked ten times at once, worked on by four: one publication, one post", async () => {
  const item = await saveContent(ctx, {
    contentType: "blog_post",
    title: "Demo at once",
    contentData: { content: "<p>Once</p>" },
  });
  const request = { contentItemId: item.id, integrationIds: [integrationId] };
  const answers = await Promise.all(Array.from({ length: 10 }, () => publishContent(ctx, request)));
  expect(new Set(answers.map(([one]) => one?.id)).size).toBe(1);
  const publicationId = parsePublicIdOrThrow("publication", answers[0]?.[0]?.id ?? "");
  const { rows } = await withWorkspace(ctx, (tx) =>
    tx.client.query("select count(*)::int as n from publications where content_item_id = $1", [
      parsePublicIdOrThrow("content", item.id),
    ]),
  );
  expect(rows).toEqual([{ n: 1 }]);
  await Promise.all(Array.from({ length: 4 }, () => advancePublication(ctx, { publicationId })));
  expect(await work(publicationId)).toMatchObject({ state: "published" });
  expect(await postsTitled("Demo at once")).toHaveLength(1);
});

test("R03 the worker is killed between the call and the answer: exactly one post, published by the next worker", async () => {
  const title = "Demo killed";
  const publicationId = await queue(title);
  await fault("hang_after");
  const first = await startProcess("inngest/worker.ts", { CONNECTUS_LOG_LEVEL: "warn" });
  workers.push(first);
  await until("the site has the draft", async () => (await postsTitled(title)).length > 0, 40_000);
  first.signal("SIGKILL");
  expect(await first.gone).toBeNull();
  expect(await getPublicationOrThrow(ctx, publicationId)).toMatchObject({
    state: "publishing",
    externalId: null,
  });
  workers.push(await startProcess("inngest/worker.ts", { CONNECTUS_LOG_LEVEL: "warn" }));
  const done = await until(
    "it is published",
    async () => {
      const now = await getPublicationOrThrow(ctx, publicationId);
      return now.state === "published" && now;
    },
    60_000,
  );
  expect(await postsTitled(title)).toMatchObject([{ status: "publish", id: Number(done.externalId) }]);
  const { data } = await listPublications(ctx, { state: "published", limit: 100 });
  expect(data.filter((one) => one.title === title)).toHaveLength(1);
}, 130_000);
