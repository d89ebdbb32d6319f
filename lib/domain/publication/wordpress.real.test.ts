import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { functions } from "@/inngest/functions/all";
import type { Ctx } from "@/lib/access/context";
import { prepareVault } from "@/lib/crypto/vault";
import { resetEnv } from "@/lib/env";
import { isAppError } from "@/lib/errors";
import { parsePublicIdOrThrow } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { startEngine, stopEnginesAfterEach, until } from "@/lib/testing/engine";
import { makeOwner } from "@/lib/testing/people";
import { demoPng } from "@/lib/testing/pictures";
import { type RealWordpress, startWordpress } from "@/scripts/wordpress/server.mjs";
import { saveContent } from "../content/save-content";
import { connectWithFields } from "../integration/connect-with-fields";
import { createIntegration } from "../integration/create-integration";
import { openConnection } from "../integration/open-connection";
import { saveMedia } from "../media/save-media";
import { listRecords } from "../record/data";
import { getRunOrThrow } from "../run/data";
import { requestSync } from "../sync/request-sync";
import { getPublicationOrThrow } from "./data";
import { releaseKey } from "./engine/release";
import { publishContent } from "./publish-content";

testDatabase();
stopEnginesAfterEach();
let site: RealWordpress;

beforeAll(async () => {
  site = await startWordpress({
    dir: path.join(process.env.CONNECTUS_TEST_DIR ?? ".connectus/test", "wordpress"),
  });
  process.env.CONNECTUS_ALLOW_HOSTS = new URL(site.url).host;
  resetEnv();
  await prepareVault();
}, 600_000);

afterAll(() => site?.stop());

const fields = (password = site.password, username = site.user) => ({
  siteUrl: site.url,
  username,
  appPassword: password,
});

async function connect(ctx: Ctx): Promise<string> {
  const { id } = await createIntegration(ctx, { connector: "wordpress", credentials: fields() });
  return parsePublicIdOrThrow("integration", id);
}

async function sync(ctx: Ctx, integrationId: string, mode: "incremental" | "full"): Promise<void> {
  const { runId } = await requestSync(ctx, { integrationId, mode, trigger: "manual" });
  const ended = await until(
    "the run ends",
    async () => {
      const run = await getRunOrThrow(ctx, runId);
      return run.endedAt ? run : null;
    },
    60_000,
  );
  expect(ended).toMatchObject({ status: "succeeded", error: null });
}

async function publish(ctx: Ctx, contentItemId: string, integrationId: string) {
  const [made] = await publishContent(ctx, { contentItemId, integrationIds: [integrationId] });
  const publicationId = parsePublicIdOrThrow("publication", made?.id ?? "");
  return until(
    "the publication ends",
    async () => {
      const publication = await getPublicationOrThrow(ctx, publicationId);
      return ["published", "failed"].includes(publication.state) ? publication : null;
    },
    60_000,
  );
}

const posts = async (ctx: Ctx, integrationId: string) =>
  (await listRecords(ctx, { integrationId, object: "posts", limit: 100 })).data;

const sitePosts = () =>
  site.php(`echo json_encode(array_map(fn($p) => ['id' => $p->ID, 'title' => $p->post_title, 'slug' => $p->post_name,
    'status' => $p->post_status, 'cover' => (int) get_post_thumbnail_id($p->ID), 'content' => $p->post_content],
    get_posts(['numberposts' => -1, 'post_status' => 'any'])));`) as {
    id: number;
    title: string;
    slug: string;
    status: string;
    cover: number;
    content: string;
  }[];

const attachments = () =>
  site.php(`echo json_encode(array_map(fn($p) => ['id' => $p->ID, 'alt' => get_post_meta($p->ID, '_wp_attachment_image_alt', true)],
    get_posts(['numberposts' => -1, 'post_type' => 'attachment', 'post_status' => 'any'])));`) as {
    id: number;
    alt: string;
  }[];

test("a real WordPress: connect, publish with a picture, read back, update, notice a deletion", async () => {
  const ctx = await makeOwner();
  await startEngine(functions, { relay: true });
  const integrationId = await connect(ctx);
  const picture = await saveMedia(ctx, { fileName: "Größe & Co.png", alt: "Two dots", bytes: demoPng() });
  const content = `<h2>Why</h2><p>Grüße &amp; more — “quoted”</p><ul><li>one</li></ul><p><img src="${picture.url}"></p>`;
  const save = (title: string) =>
    saveContent(ctx, {
      contentId: "demo-article",
      contentType: "article",
      title,
      contentData: { content, excerpt: "Short", slug: "demo-article", cover_media_id: picture.id },
    });

  const first = await publish(ctx, (await save("Demo article")).id, integrationId);
  expect(first).toMatchObject({ state: "published", error: null });
  expect(first.externalUrl).toBe(`${site.url}/demo-article/`);
  const [made] = sitePosts().filter((post) => post.slug === "demo-article");
  expect(made).toMatchObject({ title: "Demo article", status: "publish", id: Number(first.externalId) });
  expect(made?.content).toContain("<!-- wp:heading");
  expect(made?.content).toContain("Grüße &amp; more — “quoted”");
  expect(attachments()).toEqual([{ id: made?.cover, alt: "Two dots" }]);

  const { connector, connection } = await openConnection(ctx, integrationId, { use: "interactive" });
  const key = releaseKey(parsePublicIdOrThrow("publication", first.id));
  const found = await connector.publish?.find(connection, key);
  expect(found).toEqual({ externalId: first.externalId, url: first.externalUrl, live: true });

  const second = await publish(ctx, (await save("Demo article, second edition")).id, integrationId);
  expect(second).toMatchObject({ state: "published", externalId: first.externalId });
  expect(sitePosts().filter((post) => post.title.startsWith("Demo article"))).toHaveLength(1);
  expect(attachments()).toHaveLength(1);

  await sync(ctx, integrationId, "incremental");
  const seen = (await posts(ctx, integrationId)).find((record) => record.externalId === first.externalId);
  expect(seen).toMatchObject({ title: "Demo article, second edition", deletedAt: null });

  site.php(`wp_trash_post(${first.externalId}); wp_delete_post(1, true);`);
  await sync(ctx, integrationId, "full");
  const after = await posts(ctx, integrationId);
  const live = after.filter((record) => record.deletedAt === null).map((record) => record.externalId);
  expect(live).not.toContain(first.externalId);
  expect(live).not.toContain("1");
}, 180_000);

test("a reader of the site is told that publishing needs more rights", async () => {
  const ctx = await makeOwner();
  await startEngine(functions, { relay: true });
  const credentials = fields(site.readerPassword, site.readerUser);
  const { id } = await createIntegration(ctx, { connector: "wordpress", credentials });
  const integrationId = parsePublicIdOrThrow("integration", id);
  const item = await saveContent(ctx, {
    contentType: "article",
    title: "Not allowed",
    contentData: { content: "<p>x</p>" },
  });
  const ended = await publish(ctx, item.id, integrationId);
  expect(ended).toMatchObject({ state: "failed", externalId: null, error: { kind: "missing_scope" } });
  expect(sitePosts().filter((post) => post.title === "Not allowed")).toEqual([]);
}, 120_000);

async function refusal(
  ctx: Ctx,
  given: Record<string, string>,
): Promise<{ message: string; fields: string[] }> {
  const { id } = await createIntegration(ctx, { connector: "wordpress" });
  const failed = connectWithFields(ctx, {
    integrationId: parsePublicIdOrThrow("integration", id),
    fields: given,
  });
  const error: unknown = await failed.then(
    () => null,
    (reason) => reason,
  );
  if (!isAppError(error)) throw new Error(`expected a clear refusal, got ${String(error)}`);
  return { message: error.message, fields: Object.keys(error.fields ?? {}) };
}

test("a wrong password and a switched-off REST API are refused with a clear reason, and nothing is stored", async () => {
  const ctx = await makeOwner();
  const wrong = await refusal(ctx, fields("abcd EFGH 1234 ijkl MNOP 6789"));
  expect(wrong.fields).toEqual(["appPassword"]);
  expect(wrong.message).toMatch(/user name and the application password/);

  const off = `file_put_contents(WPMU_PLUGIN_DIR . '/off.php', "<?php add_filter('rest_authentication_errors', fn() => new WP_Error('rest_disabled', 'REST is off', ['status' => 403]));"); echo 'ok';`;
  site.php(`@mkdir(WPMU_PLUGIN_DIR, 0777, true); ${off}`);
  const closed = await refusal(ctx, fields());
  site.php("unlink(WPMU_PLUGIN_DIR . '/off.php'); echo 'ok';");
  expect(closed.message).toMatch(/REST/);
  expect(closed.message).not.toContain(site.password);
}, 60_000);
