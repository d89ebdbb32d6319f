import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { publications } from "@/drizzle/schema/content";
import type { Ctx } from "@/lib/access/context";
import { ProviderFailure } from "@/lib/connectors/kit/failure";
import { withWorkspace } from "@/lib/db/transaction";
import { parsePublicIdOrThrow } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { FakePublisher } from "@/lib/testing/fake-publisher";
import { demoPng } from "@/lib/testing/pictures";
import { type IntegrationRow, makeIntegration, makeWorkspace } from "@/lib/testing/tenants";
import { saveContent } from "../../content/save-content";
import { saveMedia } from "../../media/save-media";
import { getPublicationOrThrow } from "../data";
import { publishContent } from "../publish-content";
import { retryPublication } from "../retry-publication";
import { advancePublication, type PublishOutcome } from "./advance";
import { releaseKey } from "./release";

testDatabase();

const lost = new ProviderFailure("provider_down", "The connection was cut.", { outcomeUnknown: true });

interface Scene {
  ctx: Ctx;
  integration: IntegrationRow;
  platform: FakePublisher;
  itemId: string;
  publicationId: string;
  go(settleS?: number): Promise<PublishOutcome>;
}

async function scene(content = "<p>Hello</p>"): Promise<Scene> {
  const ctx = await makeWorkspace();
  const integration = await makeIntegration(ctx);
  const platform = new FakePublisher();
  const item = await saveContent(ctx, {
    contentType: "article",
    title: "Demo article",
    contentData: { content },
  });
  const [publication] = await publishContent(ctx, {
    contentItemId: item.id,
    integrationIds: [integration.id],
  });
  const publicationId = parsePublicIdOrThrow("publication", publication?.id ?? "");
  const open = platform.open(integration);
  return {
    ctx,
    integration,
    platform,
    itemId: item.id,
    publicationId,
    go: (settleS) =>
      advancePublication(ctx, { publicationId }, settleS === undefined ? { open } : { open, settleS }),
  };
}

const state = (at: Scene) => getPublicationOrThrow(at.ctx, at.publicationId);

test("draft, public, seen: published with the platform's id, the picture sent once and shown", async () => {
  const at = await scene();
  const picture = await saveMedia(at.ctx, { fileName: "demo.png", alt: "Two dots", bytes: demoPng() });
  const content = `<p onclick="x()">Hi</p><script>bad()</script><img src="${picture.url}">`;
  const data = { content, cover_media_id: picture.id, excerpt: "Short" };
  const second = await saveContent(at.ctx, {
    contentType: "article",
    title: "With picture",
    contentData: data,
  });
  const request = { contentItemId: second.id, integrationIds: [at.integration.id] };
  const [made] = await publishContent(at.ctx, request);
  const publicationId = parsePublicIdOrThrow("publication", made?.id ?? "");
  const open = at.platform.open(at.integration);
  expect(await advancePublication(at.ctx, { publicationId }, { open })).toEqual({ state: "over" });
  expect(await getPublicationOrThrow(at.ctx, publicationId)).toMatchObject({
    state: "published",
    externalId: "1",
    externalUrl: "https://blog.example.test/1",
    error: null,
  });
  expect(at.platform.calls).toEqual(["findPicture", "uploadPicture", "create", "goLive", "status"]);
  const post = at.platform.posts[0];
  const sha256 = at.platform.pictures[0] ?? "";
  expect(post).toMatchObject({ live: true, key: releaseKey(publicationId) });
  expect(post?.release).toMatchObject({ title: "With picture", excerpt: "Short", coverSha256: sha256 });
  expect(post?.release.body).toBe(
    `<p>Hi</p><img src="https://cdn.example.test/${sha256}" alt="Two dots" data-sha256="${sha256}" />`,
  );
  expect(await publishContent(at.ctx, request)).toMatchObject([{ id: made?.id, state: "published" }]);
});

test("the answer was lost after the post was made: it is found, never made again", async () => {
  const at = await scene();
  at.platform.on = (operation, when) => {
    if (operation === "create" && when === "after") throw lost;
  };
  expect(await at.go()).toEqual({ state: "again", seconds: 2 });
  expect(await state(at)).toMatchObject({ state: "confirming", externalId: null });
  expect(await at.go()).toEqual({ state: "over" });
  expect(await state(at)).toMatchObject({ state: "published", externalId: "1" });
  expect(at.platform.posts).toHaveLength(1);
  expect(at.platform.calls.filter((call) => call === "create")).toHaveLength(1);
});

test("the call was lost before it arrived: made again only after the request can no longer come", async () => {
  const at = await scene();
  at.platform.on = (operation, when) => {
    if (operation === "create" && when === "before") throw lost;
  };
  await at.go();
  at.platform.on = () => undefined;
  expect(await at.go()).toMatchObject({ state: "again" });
  expect(await at.go()).toMatchObject({ state: "again" });
  expect(at.platform.posts).toHaveLength(0);
  await withWorkspace(at.ctx, (tx) =>
    tx
      .update(publications)
      .set({ mutationStartedAt: sql`now() - interval '121 seconds'` })
      .where(eq(publications.id, at.publicationId)),
  );
  expect(await at.go()).toEqual({ state: "over" });
  expect(at.platform.posts).toHaveLength(1);
});

test("a worker that died between the call and its answer is followed by one that reads first", async () => {
  const at = await scene();
  const never = new Promise<void>(() => undefined);
  let applied = () => undefined as undefined;
  const reached = new Promise<void>((resolve) => {
    applied = () => {
      resolve();
      return undefined;
    };
  });
  at.platform.on = (operation, when) => {
    if (operation !== "create" || when !== "after") return;
    at.platform.on = () => undefined;
    applied();
    return never;
  };
  void at.go();
  await reached;
  // Another worker, while the lease of the first still runs: it waits.
  expect(await at.go()).toMatchObject({ state: "again" });
  await withWorkspace(at.ctx, (tx) =>
    tx.update(publications).set({ claimUntil: sql`now()` }).where(eq(publications.id, at.publicationId)),
  );
  expect(await at.go()).toEqual({ state: "over" });
  expect(await state(at)).toMatchObject({ state: "published", externalId: "1" });
  expect(at.platform.posts).toHaveLength(1);
});

test("two workers at once make one post", async () => {
  const at = await scene();
  const outcomes = await Promise.all([at.go(), at.go(), at.go()]);
  expect(outcomes.filter((one) => one.state === "over").length).toBeGreaterThanOrEqual(1);
  expect(at.platform.posts).toHaveLength(1);
  expect(at.platform.calls.filter((call) => call === "create")).toHaveLength(1);
});

test("trouble that can pass is tried again after the wait the platform names, and nothing is doubled", async () => {
  const at = await scene();
  at.platform.on = (operation, when) => {
    if (operation !== "goLive" || when !== "after") return;
    at.platform.on = () => undefined;
    throw new ProviderFailure("rate_limited", "Slow down.", { status: 429, retryAfterS: 7 });
  };
  expect(await at.go()).toEqual({ state: "again", seconds: 7 });
  expect(await state(at)).toMatchObject({
    state: "publishing",
    externalId: "1",
    error: { kind: "rate_limited" },
  });
  expect(await at.go()).toEqual({ state: "over" });
  expect(at.platform.posts).toMatchObject([{ live: true, writes: 3 }]);
});

test("a clear refusal fails with its reason; a retry starts over and can succeed", async () => {
  const at = await scene();
  at.platform.on = (operation, when) => {
    if (operation === "create" && when === "before")
      throw new ProviderFailure("missing_scope", "You may not write posts.", { status: 403 });
  };
  expect(await at.go()).toEqual({ state: "over" });
  expect(await state(at)).toMatchObject({
    state: "failed",
    canRetry: true,
    error: { kind: "missing_scope", message: "You may not write posts." },
  });
  at.platform.on = () => undefined;
  expect(await retryPublication(at.ctx, { publicationId: at.publicationId })).toMatchObject({
    state: "queued",
  });
  expect(await at.go()).toEqual({ state: "over" });
  expect(await state(at)).toMatchObject({ state: "published", error: null });
});

test("a platform that shows it late is waited for, not given a second one", async () => {
  const at = await scene();
  at.platform.on = (operation, when) => {
    if (operation === "goLive" && when === "after") at.platform.hidden = true;
  };
  expect(await at.go()).toMatchObject({ state: "again" });
  expect(await state(at)).toMatchObject({ state: "confirming", externalId: "1" });
  at.platform.on = () => undefined;
  at.platform.hidden = false;
  expect(await at.go()).toEqual({ state: "over" });
  expect(at.platform.posts).toHaveLength(1);
});

test("a new version changes the post that is out instead of adding one", async () => {
  const at = await scene();
  await at.go();
  const { contentId } = await state(at);
  const data = { content: "<p>Better</p>" };
  await saveContent(at.ctx, { contentId, contentType: "article", title: "Demo article", contentData: data });
  const request = { contentItemId: at.itemId, integrationIds: [at.integration.id] };
  const [second] = await publishContent(at.ctx, request);
  expect(second).toMatchObject({ contentVersion: 2, state: "queued" });
  const publicationId = parsePublicIdOrThrow("publication", second?.id ?? "");
  await advancePublication(at.ctx, { publicationId }, { open: at.platform.open(at.integration) });
  expect(await getPublicationOrThrow(at.ctx, publicationId)).toMatchObject({
    state: "published",
    externalId: "1",
  });
  expect(at.platform.posts).toHaveLength(1);
  expect(at.platform.posts[0]?.release.body).toBe("<p>Better</p>");
});
