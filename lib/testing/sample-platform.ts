import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type Auth, bearerAuth, fieldAuth } from "../connectors/kit/auth";
import { createConnection } from "../connectors/kit/connection";
import type { Connection, Connector } from "../connectors/kit/connector";
import type { SentRequest } from "./contracts";
import { type LocalServer, readRequestBody, startLocalServer } from "./local-server";

const Sample = z.strictObject({
  /** The page of the platform's documentation that it follows. */
  source: z.url(),
  checked: z.string().regex(/^\d{4}-\d{2}$/),
  /** `GET /path` → what the platform answers. */
  answers: z.record(
    z.string(),
    z.strictObject({
      status: z.number().int().optional(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown(),
    }),
  ),
});

export const secretOfTests = "Demo5ecretValue0fTheC0nnect0r";

/** A server on loopback that answers with a connector's samples and keeps what was asked. */
export interface SamplePlatform {
  sent: SentRequest[];
  connection: Connection;
  /** From now on every call is answered so. */
  failWith(status: number): void;
  stop(): Promise<void>;
}

export async function startSamplePlatform(connector: Connector): Promise<SamplePlatform> {
  const answers = readSamples(connector.manifest.slug);
  const sent: SentRequest[] = [];
  let failStatus: number | null = null;
  const server = await startLocalServer(async (request, answer) => {
    const url = new URL(request.url ?? "/", "http://local.test");
    const route = withoutOrigin(connector, url.pathname);
    const body = (await readRequestBody(request)).toString();
    const isJson = request.headers["content-type"] === "application/json";
    sent.push({
      method: request.method ?? "",
      path: route,
      query: [...url.searchParams.keys()],
      json: isJson ? JSON.parse(body) : undefined,
    });
    const found = answers[`${request.method} ${route}`];
    const status = failStatus ?? (found ? (found.status ?? 200) : 404);
    const reply = failStatus
      ? { message: `You sent ${request.headers.authorization}.` }
      : (found?.body ?? {});
    answer.writeHead(status, { "content-type": "application/json", ...(failStatus ? {} : found?.headers) });
    answer.end(reply === null ? "" : JSON.stringify(reply));
  });
  return {
    sent,
    connection: connectTo(connector, server),
    failWith: (status) => {
      failStatus = status;
    },
    stop: () => server.stop(),
  };
}

function readSamples(slug: string) {
  const dir = path.resolve("lib/connectors", slug, "samples");
  const samples = readdirSync(dir).map((file) =>
    Sample.parse(JSON.parse(readFileSync(path.join(dir, file), "utf8"))),
  );
  return Object.assign({}, ...samples.map((sample) => sample.answers)) as z.infer<typeof Sample>["answers"];
}

/** The sample of one object as its name says: `contacts.json`. */
export function sampleNames(slug: string): string[] {
  return readdirSync(path.resolve("lib/connectors", slug, "samples")).map((file) =>
    file.replace(/\.json$/, ""),
  );
}

function connectTo(connector: Connector, server: LocalServer): Connection {
  const { manifest } = connector;
  const open = manifest.fields.filter((field) => !field.secret);
  const config = Object.fromEntries(
    open.map((field) => [field.key, field.kind === "url" ? server.url : "demo"]),
  );
  const secrets = manifest.fields.filter((field) => field.secret).map((field) => [field.key, secretOfTests]);
  const auth: Auth = manifest.oauth
    ? bearerAuth(() => secretOfTests)
    : fieldAuth(manifest, { ...config, ...Object.fromEntries(secrets) });
  return createConnection({
    connector,
    config,
    auth,
    baseOverride: server.url,
    allowHosts: [server.host],
    limits: { retryBaseMs: 1, maxRetries: 1, maxWaitMs: 500 },
  });
}

function withoutOrigin(connector: Connector, pathname: string): string {
  const key = Object.keys(connector.manifest.origins).find((one) => pathname.startsWith(`/${one}/`));
  return key ? pathname.slice(key.length + 1) : pathname;
}
