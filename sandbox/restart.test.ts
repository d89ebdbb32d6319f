import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { connect, exchange } from "./hubspot/testing";
import { toDict } from "./kit/json";
import { startSandbox } from "./start";
import { admin, ask, fields } from "./testing/ask";
import { drawPicture } from "./wordpress/image";

const root = mkdtempSync(path.join(os.tmpdir(), "sandbox-restart-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const hubspot = { authorization: "Bearer pat-demo-north-1" };

/** Leaves something of each kind behind, and tells how to find it again. */
async function leaveTraces(url: string) {
  const tokens = await connect(url);
  const contactUrl = "/hubspot/api/crm/v3/objects/contacts";
  const made = fields(
    await ask(`${url}${contactUrl}`, {
      headers: hubspot,
      json: { properties: { email: "demo.kept@example.com" } },
    }),
  );
  await ask(`${url}${contactUrl}/1001`, {
    method: "PATCH",
    headers: hubspot,
    json: { properties: { demo_score: "99" } },
  });
  await ask(`${url}${contactUrl}/1002`, { method: "DELETE", headers: hubspot });
  const picture = drawPicture(1, 20, 10);
  const disposition = {
    "content-type": "image/png",
    "content-disposition": 'attachment; filename="kept.png"',
  };
  const media = fields(
    await ask(`${url}/wordpress/wp-json/wp/v2/media`, {
      headers: { ...admin, ...disposition },
      raw: picture,
    }),
  );
  const json = { title: "Demo kept", status: "publish", featured_media: media.id };
  const post = fields(await ask(`${url}/wordpress/wp-json/wp/v2/posts`, { headers: admin, json }));
  return {
    tokens,
    contact: String(made.id),
    post: String(post.id),
    media: String(media.source_url),
    picture,
  };
}

async function findTraces(url: string, traces: Awaited<ReturnType<typeof leaveTraces>>) {
  const read = async (id: string) =>
    fields(
      await ask(`${url}/hubspot/api/crm/v3/objects/contacts/${id}?properties=email,demo_score`, {
        headers: hubspot,
      }),
    );
  expect(toDict((await read(traces.contact)).properties).email).toBe("demo.kept@example.com");
  expect(toDict((await read("1001")).properties).demo_score).toBe("99");
  expect((await read("1002")).category).toBe("OBJECT_NOT_FOUND");
  const bearer = { authorization: `Bearer ${String(traces.tokens.access_token)}` };
  expect((await ask(`${url}/hubspot/api/account-info/v3/details`, { headers: bearer })).status).toBe(200);
  const form = { grant_type: "refresh_token", refresh_token: String(traces.tokens.refresh_token) };
  expect((await exchange(url, form)).status).toBe(200);
  const post = fields(await ask(`${url}/wordpress/wp-json/wp/v2/posts/${traces.post}`));
  expect(toDict(post.title).rendered).toBe("Demo kept");
  const file = await fetch(`${url}${new URL(traces.media).pathname}`);
  expect(Buffer.from(await file.arrayBuffer()).equals(traces.picture)).toBe(true);
}

test("tokens, contacts, posts and media outlive a restart, and unchanged contacts stay the same", async () => {
  const options = { port: 0, dir: path.join(root, "own"), contacts: 200 };
  const first = await startSandbox(options);
  const traces = await leaveTraces(first.url);
  const list = async (url: string) =>
    (await ask(`${url}/hubspot/api/crm/v3/objects/contacts?limit=100&after=1010`, { headers: hubspot })).body;
  const before = toDict(await list(first.url)).results;
  await first.close();
  const second = await startSandbox(options);
  await findTraces(second.url, traces);
  expect(toDict(await list(second.url)).results).toEqual(before);
  await second.close();
});

test("a broken state file is set aside and the sandbox starts anew", async () => {
  const dir = path.join(root, "broken");
  await (await startSandbox({ port: 0, dir, contacts: 10 })).close();
  const file = path.join(dir, "wordpress", "state.json");
  writeFileSync(file, readFileSync(file).subarray(0, 1000));
  const sandbox = await startSandbox({ port: 0, dir, contacts: 10 });
  expect((await ask(`${sandbox.url}/wordpress/wp-json/wp/v2/posts`)).headers.get("x-wp-total")).toBe("27");
  expect(existsSync(`${file}.broken`)).toBe(true);
  await sandbox.close();
});

async function startProcess(file: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = await new Promise<string>((resolve) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    child.stderr.once("data", (chunk: Buffer) => resolve(chunk.toString()));
  });
  const url = /http:\/\/[\d.]+:\d+/.exec(output)?.[0] ?? "";
  return { child, output, url };
}

test("bundled into one file it serves, stops on SIGTERM with all saved, and says it when its port is taken", async () => {
  const outfile = path.join(root, "sandbox.mjs");
  await build({
    entryPoints: ["sandbox/main.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    logLevel: "silent",
  });
  const env = { SANDBOX_PORT: "0", SANDBOX_DIR: path.join(root, "process"), SANDBOX_CONTACTS: "50" };
  const first = await startProcess(outfile, env);
  const traces = await leaveTraces(first.url);
  const taken = await startProcess(outfile, { ...env, SANDBOX_PORT: new URL(first.url).port });
  expect(taken.output).toContain("its port is taken");
  first.child.kill("SIGTERM");
  const [code] = await once(first.child, "exit");
  expect(code).toBe(0);
  const second = await startProcess(outfile, env);
  await findTraces(second.url, traces);
  second.child.kill("SIGTERM");
  await once(second.child, "exit");
});
