import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Dict, toDict } from "../kit/json";
import { type Sandbox, type SandboxOptions, startSandbox } from "../start";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: unknown;
}

export interface AskOptions {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  form?: Record<string, string>;
  raw?: BodyInit | Buffer;
}

/** One request over the wire; redirects are shown, not followed. */
export async function ask(url: string, options: AskOptions = {}): Promise<Answer> {
  const headers = { ...options.headers };
  if (options.json !== undefined) headers["content-type"] ??= "application/json";
  const body =
    options.json !== undefined
      ? JSON.stringify(options.json)
      : options.form
        ? new URLSearchParams(options.form)
        : Buffer.isBuffer(options.raw)
          ? new Uint8Array(options.raw)
          : options.raw;
  const method = options.method ?? (body === undefined ? "GET" : "POST");
  const reply = await fetch(url, { method, headers, body, redirect: "manual" });
  const text = await reply.text();
  return { status: reply.status, headers: reply.headers, text, body: tryJson(text) };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function fields(answer: Answer): Dict {
  return toDict(answer.body);
}

export function basic(login: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${login}:${password}`).toString("base64")}` };
}

export const admin = basic("demo", "demo DEMO demo DEMO demo DEMO");

/** A sandbox of this test file's own, in a folder of its own. */
export function testSandbox(options: Partial<SandboxOptions> = {}): Sandbox {
  const dir = mkdtempSync(path.join(os.tmpdir(), "sandbox-"));
  const sandbox = {} as Sandbox;
  beforeAll(async () => {
    Object.assign(sandbox, await startSandbox({ port: 0, dir, contacts: 300, ...options }));
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return sandbox;
}
