import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { request } from "undici";

export interface SandboxProcess {
  url: string;
  /** For `allowHosts`. */
  allowHosts: string[];
  /** For `CONNECTUS_BASE_URL_HUBSPOT`. */
  hubspotBase: string;
  wordpressUrl: string;
  /** An order to the control panel: `panel("PUT", "/faults/hubspot", [...])`. Its answer, parsed. */
  panel<T = unknown>(method: "GET" | "PUT" | "POST" | "DELETE", route: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** The people at the sandbox's platforms, as its documents name them. */
export const sandboxWordpress = { username: "demo", appPassword: "demo DEMO demo DEMO demo DEMO" };
export const sandboxHubspotApp = {
  clientId: "sandbox-hubspot-client",
  clientSecret: "sandbox-hubspot-secret",
};

/** The sandbox as a process of its own: nothing under lib/ may import it. */
export async function startSandboxProcess(
  options: { contacts?: number; limiter?: boolean } = {},
): Promise<SandboxProcess> {
  const dir = await mkdtemp(path.join(tmpdir(), "connectus-sandbox-"));
  const bundle = path.join(dir, "sandbox.cjs");
  await build({
    entryPoints: [path.resolve("sandbox/main.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "silent",
  });
  const child = spawn(process.execPath, [bundle], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      SANDBOX_PORT: "0",
      SANDBOX_DIR: path.join(dir, "state"),
      SANDBOX_LIMITER: options.limiter === false ? "off" : "on",
      SANDBOX_CONTACTS: String(options.contacts ?? 5200),
    },
  });
  const url = await readUrl(child);
  return {
    url,
    allowHosts: [new URL(url).host],
    hubspotBase: `${url}/hubspot`,
    wordpressUrl: `${url}/wordpress`,
    panel: (method, route, body) => callPanel(url, method, route, body),
    async stop() {
      const ended = new Promise((done) => child.once("exit", done));
      if (child.exitCode === null && child.kill("SIGTERM")) await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once("exit", (code) => reject(new Error(`The sandbox ended with ${code}: ${said}`)));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /^sandbox: (http\S+)/.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
}

async function callPanel<T>(url: string, method: string, route: string, body: unknown): Promise<T> {
  const answer = await request(`${url}/panel${route}`, {
    method: method as "GET",
    headers: { "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const parsed = (await answer.body.json()) as T;
  if (answer.statusCode !== 200) throw new Error(`${method} ${route}: ${JSON.stringify(parsed)}`);
  return parsed;
}

/** What a person does on the consent page: keeps all that is ticked and agrees. Gives the address they are sent back to. */
export async function agreeOnConsentPage(
  authorizeUrl: string,
  decision = "allow",
  more: Record<string, string> = {},
): Promise<URL> {
  const page = await (await request(authorizeUrl)).body.text();
  const form = new URLSearchParams({ ...more, decision });
  const chosen = new Set<string>();
  for (const [tag] of page.matchAll(/<input\b[^>]*>/g)) {
    const read = (name: string) => decode(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
    const [name, type] = [read("name"), read("type")];
    if (!name || (type === "checkbox" && !/\bchecked\b/.test(tag)) || (type === "radio" && chosen.has(name)))
      continue;
    chosen.add(name);
    form.append(name, read("value"));
  }
  const action = decode(/<form\b[^>]*action="([^"]+)"/.exec(page)?.[1] ?? "");
  const answer = await request(new URL(action, authorizeUrl), {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
  });
  await answer.body.dump();
  const { location } = answer.headers;
  if (typeof location !== "string") throw new Error(`The consent page did not send anybody back: ${page}`);
  return new URL(location);
}

function decode(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
