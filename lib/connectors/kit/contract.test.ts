import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contractsDir, loadContract } from "../../testing/contracts";
import {
  type SamplePlatform,
  sampleNames,
  secretOfTests,
  startSamplePlatform,
} from "../../testing/sample-platform";
import { catalog, getManifest, logoPath } from "../catalog";
import { connectorSlugs, getConnectorOrThrow } from "../registry";
import type { Connector, Release } from "./connector";
import { isProviderFailure } from "./failure";
import { categories } from "./manifest";
import { deletedPages, pullPages } from "./paging";

/** Real paths that the contract documents do not hold; see `SOURCE.md` beside them and `samples/*.json` for the pages. */
const notInContract: Record<string, RegExp> = { hubspot: /^\/account-info\/v3\/details$/, wordpress: /^\/$/ };
/** The generated document calls a sort a string; HubSpot's guide and its servers know the object form. */
const knownFaults = /\.sorts\[\d+\]: is object, not string$/;

it("catalogue and registry name the same connectors", () => {
  expect(catalog.map((manifest) => manifest.slug).sort()).toEqual([...connectorSlugs].sort());
});

describe.each(connectorSlugs)("connector %s", (slug) => {
  let connector: Connector;
  let platform: SamplePlatform;

  beforeAll(async () => {
    connector = await getConnectorOrThrow(slug);
    platform = await startSamplePlatform(connector);
  });
  afterAll(() => platform.stop());

  it("describes itself fully", () => {
    const { manifest } = connector;
    expect(getManifest(slug)).toBe(manifest);
    expect(manifest.slug).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(categories).toContain(manifest.category);
    for (const text of [manifest.displayName, manifest.summary, manifest.description])
      expect(text.trim()).not.toBe("");
    for (const url of [
      manifest.docsUrl,
      manifest.api.versionUrl,
      ...manifest.rateLimits.map((limit) => limit.source),
    ]) {
      expect(new URL(url).protocol).toBe("https:");
    }
    for (const origin of Object.values(manifest.origins)) expect(new URL(origin).origin).toBe(origin);
    expect(manifest.api.checked).toMatch(/^\d{4}-\d{2}$/);
    expect(manifest.capabilities.length).toBeGreaterThan(0);
    const serialised: unknown = JSON.parse(JSON.stringify(manifest));
    expect(serialised).toEqual(manifest);
  });

  it("has a logo that is a picture and nothing more", () => {
    const file = path.join("public", logoPath(slug));
    expect(existsSync(file)).toBe(true);
    const svg = readFileSync(file, "utf8");
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/<script|href=|on\w+=|<image|url\(/i);
    expect(svg.length).toBeLessThan(4000);
  });

  it("can sign in the way it says", () => {
    const { manifest } = connector;
    expect(manifest.oauth !== undefined).toBe(manifest.authType === "oauth2");
    for (const { origin } of manifest.oauth ? [manifest.oauth.authorize, manifest.oauth.token] : []) {
      expect(Object.keys(manifest.origins)).toContain(origin);
    }
    const { kind: _kind, ...named } = manifest.signIn ?? { kind: "bearer" };
    const keys = Object.entries(named).filter(([key]) => key !== "header");
    const fields = keys.map(([, name]) => manifest.fields.find((field) => field.key === name));
    expect(fields.every((field) => field?.required)).toBe(true);
    expect(fields.some((field) => field?.secret)).toBe(!manifest.oauth);
  });

  it("does what it claims and claims what it does", () => {
    const { manifest, objects, publish } = connector;
    expect(manifest.objects.filter((one) => one.read).map((one) => one.name)).toEqual(
      objects.map((one) => one.name),
    );
    for (const object of objects) {
      const info = manifest.objects.find((one) => one.name === object.name);
      expect(info?.label).toBe(object.label);
      expect(info?.delta).toBe(object.changes === "delta");
      expect(object.deletions !== "full_pass").toBe(object.pullDeleted !== undefined);
    }
    expect(manifest.publishes).toEqual(publish?.contentTypes ?? []);
    if (!publish) expect(manifest.objects.filter((one) => one.write)).toEqual([]);
    const layers = connector.tests.map((step) => step.layer);
    expect(layers).toEqual(expect.arrayContaining(["reach", "scopes", "read"]));
  });

  it("reads its samples", async () => {
    const names = connector.objects.map((object) => object.name);
    expect(sampleNames(slug)).toEqual(expect.arrayContaining(names));
    for (const object of connector.objects) {
      const pages = await all(pullPages(object, platform.connection, { since: null }));
      const records = pages.flatMap((page) => page.records);
      expect(records.length, object.name).toBeGreaterThan(0);
      for (const record of records) {
        expect(record.externalId).toMatch(/\S/);
        expect(record.title).toMatch(/\S/);
        expect(record.title).not.toMatch(/&#?\w+;/);
        expect(JSON.parse(JSON.stringify(record.data))).toEqual(record.data);
        expect(
          record.updatedAt === null || new Date(record.updatedAt).toISOString() === record.updatedAt,
        ).toBe(true);
      }
      if (object.changes === "delta") expect(Date.parse(pages.at(-1)?.highWater ?? "")).toBeGreaterThan(0);
      const since = "2026-10-02T08:00:00.000Z";
      await all(pullPages(object, platform.connection, { since }));
      await all(deletedPages(object, platform.connection, { since }));
    }
  });

  it("passes its own tests and knows who it is", async () => {
    for (const step of connector.tests) expect((await step.run(platform.connection)).detail).toMatch(/\.$/);
    const account = await connector.identify(platform.connection);
    expect(account.id).toMatch(/\S/);
    expect(account.label).toMatch(/\S/);
    await usePublishing(connector, platform);
  });

  it("sends only requests that the platform's contract knows", () => {
    const contract = loadContract(slug);
    if (!contract)
      console.log(`NEED contracts: ${contractsDir}/${slug} is not there, requests of ${slug} are unchecked`);
    expect(contract !== null || process.env.CI !== "true").toBe(true);
    const requests = platform.sent.map((one) => ({ ...one, path: one.path.replace(/^\/wp-json(?=\/)/, "") }));
    const checked = requests.filter((one) => !notInContract[slug]?.test(one.path));
    expect(checked.length).toBeGreaterThan(connector.objects.length);
    const faults = checked.flatMap((one) => contract?.faultsOf(one) ?? []);
    expect(faults.filter((fault) => !knownFaults.test(fault))).toEqual([]);
  });

  it.each([
    [401, "auth_expired"],
    [403, "missing_scope"],
    [404, "not_found"],
    [409, "conflict"],
    [422, "invalid_input"],
    [429, "rate_limited"],
    [500, "provider_down"],
  ])("takes %i for %s and never tells a secret", async (status, kind) => {
    const other = await startSamplePlatform(connector);
    await connector.identify(other.connection);
    other.failWith(status);
    const [object] = connector.objects;
    const reading = object?.pull(other.connection, { position: null, since: null, pageSize: 10 });
    const error: unknown = await reading?.catch((reason: unknown) => reason);
    await other.stop();
    expect(isProviderFailure(error) && error.kind).toBe(kind);
    expect(String(error)).not.toContain(secretOfTests);
    expect(String(error)).not.toMatch(/Basic [A-Za-z0-9+/=]{10}|Bearer \w{6}/);
  });
});

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

async function usePublishing({ publish }: Connector, { connection }: SamplePlatform): Promise<void> {
  if (!publish) return;
  const [contentType = "article"] = publish.contentTypes;
  const release: Release = {
    key: "connectus-demo-key",
    contentType,
    title: "Demo",
    body: "<p>Demo</p>",
    excerpt: "Demo",
    slug: "demo",
    uploaded: {},
    coverSha256: null,
  };
  expect(publish.check(release)).toEqual([]);
  expect(publish.check({ ...release, title: " ", body: "<p> </p>" }).map((issue) => issue.field)).toEqual([
    "title",
    "body",
  ]);
  await publish.find(connection, release.key);
  const made = await publish.create(connection, release);
  expect(made.externalId).toMatch(/\S/);
  const live = await publish.goLive?.(connection, made.externalId, release);
  expect(live?.live ?? made.live).toBe(true);
  await publish.status(connection, made.externalId);
  const picture = {
    fileName: "demo.png",
    mime: "image/png",
    alt: "Demo",
    sha256: "ab".repeat(32),
    bytes: new Uint8Array(8),
  };
  await publish.findPicture(connection, picture.sha256, picture.fileName);
  expect((await publish.uploadPicture(connection, picture)).url).toMatch(/^https:/);
}
