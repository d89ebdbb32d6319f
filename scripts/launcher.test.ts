import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { explainNpm, isInstalled, lacksOnlyPlatforms } from "./launcher/install.mjs";
import { completeLock } from "./launcher/lockfile.mjs";
import { explain, lastWords, Problem } from "./launcher/messages.mjs";
import { requireFreePort } from "./launcher/ports.mjs";
import { loadSecret } from "./launcher/secrets.mjs";
import { childEnv, readSettings, root } from "./launcher/settings.mjs";
import { hashSources } from "./launcher/sources.mjs";
import { startCluster } from "./postgres/cluster.mjs";
import { readPlaywright, readVitest } from "./testing/results.mjs";

let dir = "";

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "launcher "));
  chmodSync(dir, 0o711);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(name: string, content: string | object) {
  const file = path.join(dir, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

test("a secret is made once, readable by its owner only, and kept", () => {
  const first = loadSecret(dir, {}, false);
  expect(Buffer.from(first, "base64")).toHaveLength(32);
  expect(statSync(path.join(dir, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(loadSecret(dir, {}, true)).toBe(first);
});

test("a secret from the environment wins and is not written down", () => {
  const given = "a-secret-of-the-operator-0123456789";
  expect(loadSecret(dir, { ENCRYPTION_KEY: given }, true)).toBe(given);
  expect(() => statSync(path.join(dir, "secrets.json"))).toThrow("ENOENT");
});

test("a lost, broken or short secret is refused in one sentence", () => {
  expect(() => loadSecret(dir, {}, true)).toThrow("secrets.json is gone although a database exists");
  expect(() => loadSecret(dir, { CONNECTUS_SECRET: "short" }, false)).toThrow("at least 32 characters");
  write("secrets.json", "{");
  expect(() => loadSecret(dir, {}, true)).toThrow("cannot be read");
});

test("a build is stale when a source changes, not when it is only touched or a test changes", () => {
  write("lib/a.ts", "1");
  write("lib/deep/b.ts", "2");
  const hash = () => hashSources(dir, ["lib", "package-lock.json", "proxy.ts"]);
  const before = hash();
  utimesSync(path.join(dir, "lib/a.ts"), 1, 1);
  write("lib/a.test.ts", "expect(1)");
  expect(hash()).toBe(before);
  write("lib/a.ts", "3");
  const changed = hash();
  expect(changed).not.toBe(before);
  write("package-lock.json", "{}");
  expect(hash()).not.toBe(changed);
  // The same bytes under other names are another program.
  write("lib/a.ts", "2");
  write("lib/deep/b.ts", "3");
  expect(hash()).not.toBe(changed);
});

test("dependencies count as installed only when npm wrote down what the lockfile asks for", () => {
  const lock = (version: string) => ({
    packages: {
      "": {},
      "node_modules/a": { version },
      "node_modules/mac": { version: "1.0.0", optional: true },
    },
  });
  write("package-lock.json", lock("1.0.0"));
  expect(isInstalled(dir)).toBe(false);
  write("node_modules/.package-lock.json", { packages: { "node_modules/a": { version: "1.0.0" } } });
  expect(isInstalled(dir)).toBe(true);
  write("package-lock.json", lock("1.0.1"));
  expect(isInstalled(dir)).toBe(false);
});

test.each([
  [Object.assign(new Error("write"), { code: "ENOSPC" }), "The disk is full."],
  [new Error('could not write to file "x": No space left on device'), "The disk is full."],
  [new Error("EACCES: permission denied, open '/data/x'"), "Connectus may not write here"],
  [new Error("EROFS: read-only file system, mkdir '/data'"), "Connectus may not write here"],
  [new Error('password authentication failed for user "connectus_app"'), "refuses the password"],
  [
    Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" }),
    "A connection failed",
  ],
  [new Problem("Said well.", "Do this."), "Said well."],
])("%s is told as a sentence with a fix", (error, sentence) => {
  const told = explain(error);
  expect(told.sentence).toContain(sentence);
  expect(told.fix).toMatch(/\w{3}/);
});

test("the lockfile holds the packages of every system: else npm ci refuses it on a fresh clone", () => {
  const { added } = completeLock(JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")));
  expect(added, "run: node scripts/lockfile.mjs").toEqual([]);
});

test("a missing optional package is written down for its system, one found in a folder above is not", () => {
  const holder = {
    version: "1.0.0",
    optionalDependencies: { "@x/y-darwin-arm64": "1.2.3", "@x/y-linux-x64-gnu": "1.2.3" },
  };
  const packages = {
    "node_modules/a/node_modules/x": holder,
    "node_modules/@x/y-linux-x64-gnu": { version: "1.2.3" },
  };
  const { lock, added } = completeLock({ packages });
  expect(added).toEqual(["@x/y-darwin-arm64@1.2.3"]);
  expect(lock.packages["node_modules/a/node_modules/@x/y-darwin-arm64"]).toEqual({
    version: "1.2.3",
    optional: true,
    cpu: ["arm64"],
    os: ["darwin"],
  });
});

test("npm's failures are told apart", () => {
  expect(explainNpm("npm error code ENOTFOUND")[0]).toContain("registry cannot be reached");
  expect(explainNpm("npm error code ENOSPC")[0]).toContain("disk is full");
  expect(explainNpm("npm error EACCES: permission denied, mkdir")[0]).toContain("could not be written");
  expect(lacksOnlyPlatforms("npm error Missing: @next/swc-darwin-x64@ from lock file\n")).toBe(true);
  expect(
    lacksOnlyPlatforms("Missing: a@ from lock file\nnpm error Missing: left@1.0.0 from lock file\n"),
  ).toBe(false);
  expect(explainNpm("npm error something odd")[0]).toContain("something odd");
});

test("a dying process's last words are its error, not its stack or its news", () => {
  const log = [
    '{"level":30,"msg":"worker is up"}',
    '{"level":60,"msg":"the worker cannot start","err":"CONNECTUS_SECRET is not the one this database was made with."}',
    "    at start (file:///x.mjs:1:1)",
    "Node.js v20.20.2",
  ].join("\n");
  expect(lastWords(log)).toBe(
    "the worker cannot start: CONNECTUS_SECRET is not the one this database was made with.",
  );
  expect(lastWords("Error: read ECONNRESET\n    at x")).toBe("read ECONNRESET");
});

test("a taken port is named together with the way out", async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  const words = { name: "the app", other: 3010 };
  const refusal = requireFreePort(port, "127.0.0.1", words);
  await expect(refusal).rejects.toMatchObject({
    message: expect.stringContaining(`Port ${port}`),
    fix: expect.stringContaining("PORT=3010"),
  });
  await new Promise((resolve) => server.close(resolve));
  await expect(requireFreePort(port, "127.0.0.1", words)).resolves.toBeUndefined();
});

test("a database of another version and a folder that is none are refused", async () => {
  write("other/postgres/PG_VERSION", "15\n");
  write("other/postgres.json", { superuser: "x" });
  await expect(startCluster({ dir: path.join(dir, "other/postgres") })).rejects.toThrow(
    "made by PostgreSQL 15",
  );
  write("strange/postgres/holiday.txt", "photos");
  await expect(startCluster({ dir: path.join(dir, "strange/postgres") })).rejects.toThrow("not a database");
  write("lost/postgres/PG_VERSION", "18\n");
  await expect(startCluster({ dir: path.join(dir, "lost/postgres") })).rejects.toThrow(
    "postgres.json is gone",
  );
});

test("with a database of the operator there is no demo unless asked for; blanks count as not set", () => {
  const url = "postgres://db.example.com/x";
  expect(readSettings({ env: { DATABASE_URL: "", PORT: "4000" } })).toMatchObject({
    embedded: true,
    demo: true,
    port: 4000,
  });
  expect(readSettings({ env: { DATABASE_URL: url } })).toMatchObject({ embedded: false, demo: false });
  expect(readSettings({ env: { DATABASE_URL: url, CONNECTUS_DEMO: "1" } })).toMatchObject({ demo: true });
  expect(() => readSettings({ env: { PORT: "http" } })).toThrow('not "http"');
});

test("the demo speaks to the sandbox, an app of one's own to the real platform", () => {
  const given = { secret: "s", urls: { app: "a", system: "b", owner: "c" } };
  const demo = childEnv(readSettings({ env: { PORT: "4000", CONNECTUS_ALLOW_HOSTS: "blog:80" } }), given);
  expect(demo.CONNECTUS_BASE_URL_HUBSPOT).toBe("http://127.0.0.1:4001/hubspot");
  expect(demo.CONNECTUS_ALLOW_HOSTS).toBe("blog:80,127.0.0.1:4001,localhost:4001");
  const real = childEnv(readSettings({ env: { HUBSPOT_CLIENT_ID: "mine" } }), given);
  expect(real.HUBSPOT_CLIENT_ID).toBe("mine");
  expect(real.CONNECTUS_BASE_URL_HUBSPOT).toBeUndefined();
});

test("results count each test, each file that could not be loaded, and each run that broke", () => {
  const file = write("vitest.json", {
    testResults: [
      {
        name: "a",
        status: "failed",
        message: "",
        assertionResults: [
          { status: "passed", fullName: "one" },
          { status: "failed", fullName: "two" },
        ],
      },
      { name: "b", status: "failed", message: "cannot import", assertionResults: [] },
      {
        name: "c",
        status: "passed",
        message: "",
        assertionResults: [{ status: "skipped", fullName: "three" }],
      },
    ],
  });
  expect(readVitest(file, 1)).toMatchObject({ passed: 1, failed: 2, skipped: ["three"] });
  expect(readVitest(path.join(dir, "none.json"), 1)).toMatchObject({ passed: 0, failed: 1 });
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
  const journeys = write("playwright.json", {
    suites: [
      {
        title: "s",
        specs: [spec("a", "expected")],
        suites: [{ title: "t", specs: [spec("b", "flaky"), spec("c", "unexpected")] }],
      },
    ],
    errors: [],
  });
  expect(readPlaywright(journeys, 1)).toMatchObject({ passed: 1, failed: 2 });
  expect(readPlaywright(write("empty.json", { suites: [], errors: [] }), 1)).toMatchObject({ failed: 1 });
});
