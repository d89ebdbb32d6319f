import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type LocalServer, startLocalServer } from "../../testing/local-server";
import { type SandboxProcess, sandboxWordpress, startSandboxProcess } from "../../testing/sandbox";
import { fieldAuth } from "../kit/auth";
import { createConnection } from "../kit/connection";
import type {
  Connection,
  ObjectDefinition,
  PublishDefinition,
  PulledRecord,
  Release,
} from "../kit/connector";
import { isProviderFailure, type ProviderFailure } from "../kit/failure";
import { deletedPages, pullPages } from "../kit/paging";
import { routeUrl } from "./client";
import wordpress from "./index";
import { media } from "./objects/media";
import { posts } from "./objects/posts";
import { tags } from "./objects/terms";
import { users } from "./objects/users";

let sandbox: SandboxProcess;
let connection: Connection;
const publish = wordpress.publish as PublishDefinition;

beforeAll(async () => {
  sandbox = await startSandboxProcess({ contacts: 10 });
  connection = await connect();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.panel("DELETE", "/faults/wordpress"));

function open(
  config: Record<string, string>,
  password = sandboxWordpress.appPassword,
  more: string[] = [],
): Connection {
  return createConnection({
    connector: wordpress,
    config,
    auth: fieldAuth(wordpress.manifest, { ...config, appPassword: password }),
    allowHosts: [...sandbox.allowHosts, ...more],
    limits: { retryBaseMs: 10, maxRetries: 1, timeoutMs: 5000 },
  });
}

async function connect(
  siteUrl = sandbox.wordpressUrl,
  username = "demo",
  password = sandboxWordpress.appPassword,
) {
  const found = await wordpress.discover?.(open({ siteUrl, username }, password));
  return open({ siteUrl, username, ...found }, password);
}

async function readAll(object: ObjectDefinition, since: string | null = null, pageSize = 100) {
  const records: PulledRecord[] = [];
  let highWater: string | undefined;
  for await (const page of pullPages(object, connection, { since, pageSize })) {
    records.push(...page.records);
    highWater = page.highWater ?? highWater;
  }
  const ids = [...new Set(records.map((record) => record.externalId))];
  return { ids, records, highWater: highWater ?? "" };
}

async function send(method: "POST" | "DELETE", route: string, json: object = {}, query = {}) {
  const url = routeUrl(connection.config.restRoot ?? "", `/wp/v2/${route}`);
  return (await connection.http.call({ operation: "test", method, url, json, query })).body as { id: number };
}

async function failure(call: Promise<unknown> | undefined): Promise<ProviderFailure> {
  const error = await call?.then(
    () => new Error("answered"),
    (reason: unknown) => reason,
  );
  if (isProviderFailure(error)) return error;
  throw error;
}

describe("finding the site", () => {
  it("finds the API from what people type, with and without pretty addresses", async () => {
    expect(connection.config).toMatchObject({
      siteUrl: sandbox.wordpressUrl,
      restRoot: `${sandbox.wordpressUrl}/wp-json/`,
    });
    const typed = await connect(`${sandbox.wordpressUrl}/wp-admin/index.php`);
    expect(typed.config.siteUrl).toBe(sandbox.wordpressUrl);
    await sandbox.panel("PUT", "/settings/wordpress", { plainPermalinks: true });
    const plain = await connect();
    expect(plain.config.restRoot).toContain("rest_route=");
    expect((await wordpress.identify(plain)).id).toBe(
      (await wordpress.identify(open({ ...plain.config }))).id,
    );
    await sandbox.panel("PUT", "/settings/wordpress", { plainPermalinks: false });
  });

  it("says who it is and passes every layer of the test", async () => {
    expect(await wordpress.identify(connection)).toMatchObject({
      id: `${new URL(sandbox.url).host}/wordpress`,
      grantedScopes: expect.arrayContaining(["publish_posts", "upload_files"]),
    });
    for (const step of wordpress.tests) expect((await step.run(connection)).detail).not.toBe("");
  });

  it("tells a wrong password, a missing right, a switched-off API and a stranger apart", async () => {
    const wrong = open({ ...connection.config }, "abcd EFGH 1234 ijkl MNOP 0000");
    const refused = await failure(wordpress.identify(wrong));
    expect(refused.kind).toBe("auth_expired");
    expect(refused.message).not.toContain("MNOP");
    const weak = await connect(undefined, "subscriber", "subs DEMO subs DEMO subs DEMO");
    const scopes = wordpress.tests.find((step) => step.layer === "scopes");
    expect(await failure(scopes?.run(weak))).toMatchObject({ kind: "missing_scope" });
    await sandbox.panel("PUT", "/settings/wordpress", { appPasswordsDisabled: true });
    expect(await failure(wordpress.identify(connection))).toMatchObject({ kind: "auth_expired" });
    await sandbox.panel("PUT", "/settings/wordpress", { appPasswordsDisabled: false, restDisabled: true });
    for (const call of [() => connect(), () => readAll(posts)]) {
      const off = await failure(call());
      expect(off).toMatchObject({ kind: "unexpected_shape" });
      expect(off.message).toMatch(/REST API/);
    }
    await sandbox.panel("PUT", "/settings/wordpress", { restDisabled: false });
  });

  it("does not take just any web server for WordPress, nor follow it to another one", async () => {
    const stranger: LocalServer = await startLocalServer((request, answer) => {
      if (request.url === "/moved/") answer.writeHead(302, { location: `${sandbox.wordpressUrl}/` });
      answer.end("<html><body>Hello</body></html>");
    });
    const at = (path: string) =>
      open({ siteUrl: `${stranger.url}${path}`, username: "demo" }, "x", [stranger.host]);
    expect(await failure(wordpress.discover?.(at("")))).toMatchObject({ providerCode: "rest_missing" });
    expect(await failure(wordpress.discover?.(at("/moved")))).toMatchObject({ kind: "invalid_input" });
    await stranger.stop();
  });
});

describe("reading", () => {
  it("reads everything, then only what was edited, and finds the trash", async () => {
    const all = await readAll(posts);
    expect(all.ids.length).toBeGreaterThan(5);
    expect((await readAll(media)).ids.length).toBeGreaterThan(0);
    const edited = await sandbox.panel<{ ids: number[] }>("POST", "/wordpress/edit?count=2");
    const changed = await readAll(posts, all.highWater);
    expect(changed.ids).toEqual(expect.arrayContaining(edited.ids.map(String)));
    const { id } = await send("POST", "posts", {
      title: "Demo for the trash",
      content: "x",
      status: "draft",
    });
    await send("DELETE", `posts/${id}`);
    const gone: string[] = [];
    for await (const page of deletedPages(posts, connection, { since: all.highWater }))
      gone.push(...page.externalIds);
    expect(gone).toContain(String(id));
    expect((await readAll(posts)).ids).not.toContain(String(id));
  });

  it("loses nothing where one second holds more rows than a page", async () => {
    const before = (await readAll(posts)).ids;
    const drafts = Array.from({ length: 24 }, (_, index) =>
      send("POST", "posts", { title: `Demo ${index}`, content: "x" }),
    );
    const made = (await Promise.all(drafts)).map((post) => String(post.id));
    const { ids } = await readAll(posts, null, 3);
    expect(ids.sort()).toEqual([...before, ...made].sort());
  });

  it("loses nothing of a numbered list when rows go away while it is read", async () => {
    const names = Array.from({ length: 30 }, (_, index) => `demo tag ${String(index).padStart(2, "0")}`);
    for (const name of names) await send("POST", "tags", { name });
    const seen = new Set<string>();
    let removed: string[] = [];
    for await (const page of pullPages(tags, connection, { since: null, pageSize: 10 })) {
      for (const record of page.records) seen.add(record.externalId);
      if (removed.length === 0) {
        removed = page.records.slice(-5).map((record) => record.externalId);
        for (const id of removed) await send("DELETE", `tags/${id}`, {}, { force: true });
      }
    }
    const left = (await readAll(tags)).ids;
    expect(left.filter((id) => !seen.has(id))).toEqual([]);
    expect(left.filter((id) => removed.includes(id))).toEqual([]);
  });

  it("does not read as a stranger once the password is dead", async () => {
    const dead = open({ ...connection.config }, "abcd EFGH 1234 ijkl MNOP 0000");
    const reading = users.pull(dead, { position: null, since: null, pageSize: 10 });
    expect(await failure(reading)).toMatchObject({ kind: "auth_expired" });
  });
});

describe("publishing", () => {
  const pixel = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
    "base64",
  );
  // Bytes after the end of a PNG are ignored, so each test has a picture of its own.
  const picture = (name: string) => {
    const bytes = Buffer.concat([pixel, Buffer.from(name)]);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { fileName: `${name}.png`, mime: "image/png", alt: `Demo "${name}" & more`, sha256, bytes };
  };
  const release = (key: string, more: Partial<Release> = {}): Release => ({
    key,
    contentType: "article",
    title: "Demo: Größe zählt",
    body: "<h2>Hello</h2><p>A demo.</p>",
    excerpt: "Short",
    slug: null,
    uploaded: {},
    coverSha256: null,
    ...more,
  });

  it("makes a draft, finds it, and brings it live under a readable address, however often", async () => {
    const cover = picture("cover");
    expect(await publish.findPicture(connection, cover.sha256, cover.fileName)).toBeNull();
    const uploaded = { [cover.sha256]: await publish.uploadPicture(connection, cover) };
    expect(await publish.findPicture(connection, cover.sha256, cover.fileName)).toEqual(
      uploaded[cover.sha256],
    );
    const one = release("connectus-demo-live-1", {
      uploaded,
      coverSha256: cover.sha256,
      body: `<p>A demo.</p><img src="/x.png" data-sha256="${cover.sha256}" alt="In the text">`,
    });
    expect(await publish.find(connection, one.key)).toBeNull();
    const draft = await publish.create(connection, one);
    expect(draft.live).toBe(false);
    expect(await publish.find(connection, one.key)).toEqual(draft);
    const live = await publish.goLive?.(connection, draft.externalId, one);
    expect(live).toMatchObject({ externalId: draft.externalId, live: true });
    expect(live?.url).toMatch(/demo-grosse-zahlt\/?$/);
    expect(await publish.goLive?.(connection, draft.externalId, one)).toEqual(live);
    expect(await publish.status(connection, draft.externalId)).toEqual(live);
    expect(await publish.find(connection, one.key)).toEqual(live);
    const stored = (await readAll(posts)).records.find((record) => record.externalId === draft.externalId);
    expect(stored?.data).toMatchObject({ status: "publish", excerpt: "Short" });
    expect(stored?.data.cover_media_id).toBe(uploaded[cover.sha256]?.externalId);
    expect(stored?.data.content).toContain(uploaded[cover.sha256]?.url);
    await send("DELETE", `posts/${draft.externalId}`);
    expect(await publish.status(connection, draft.externalId)).toBeNull();
    expect(await publish.find(connection, one.key)).toBeNull();
  });

  it("publishes pages too", async () => {
    const page = release("connectus-demo-page-1", {
      contentType: "landing_page",
      slug: "demo-page",
      excerpt: null,
    });
    const draft = await publish.create(connection, page);
    expect(await publish.find(connection, page.key)).toEqual(draft);
    const live = await publish.goLive?.(connection, draft.externalId, page);
    expect(live?.url).toContain("demo-page");
    expect(await publish.status(connection, draft.externalId)).toEqual(live);
  });

  it("finds the one draft again after the connection was cut behind it", async () => {
    await sandbox.panel("PUT", "/faults/wordpress", [{ kind: "cut_after", next: 1, method: "POST" }]);
    const cut = release("connectus-demo-cut-1", { title: "Demo cut" });
    expect(await failure(publish.create(connection, cut))).toMatchObject({
      kind: "provider_down",
      outcomeUnknown: true,
    });
    const found = await publish.find(connection, cut.key);
    expect(found).toMatchObject({ live: false });
    const { ids } = await readAll(posts);
    expect(ids).toContain(found?.externalId);
  });

  it("sends the same picture once, also when the answer to it was lost", async () => {
    const lost = picture("lost");
    await sandbox.panel("PUT", "/faults/wordpress", [{ kind: "cut_after", next: 1, method: "POST" }]);
    expect(await failure(publish.uploadPicture(connection, lost))).toMatchObject({ outcomeUnknown: true });
    const found = await publish.findPicture(connection, lost.sha256, lost.fileName);
    const stored = (await media.pull(connection, { position: null, since: null, pageSize: 100 })).records;
    const matching = stored.filter((record) =>
      String(record.data.file_url).includes(lost.sha256.slice(0, 24)),
    );
    expect(matching).toHaveLength(1);
    expect(matching[0]).toMatchObject({ externalId: found?.externalId, data: { alt: lost.alt } });
  });

  it("says what is wrong before anything is sent", () => {
    expect(publish.check(release("k", { body: "<p>&nbsp;</p>" }))).toMatchObject([
      { level: "error", field: "body" },
    ]);
    expect(publish.check(release("k", { slug: "Größe!" }))).toMatchObject([
      { level: "warning", field: "slug" },
    ]);
    expect(publish.check(release("k"))).toEqual([]);
  });
});
