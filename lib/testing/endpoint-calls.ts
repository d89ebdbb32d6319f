import path from "node:path";
import { contentItems, media, publications } from "@/drizzle/schema/content";
import { integrations } from "@/drizzle/schema/integrations";
import { records, runs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { withSystem } from "@/lib/db/transaction";
import type { EndpointDefinition } from "@/lib/http/endpoint";
import { type Noun, newId, toPublicId } from "@/lib/ids";

/** Path parameters that are ids. */
export const nouns: Record<string, Noun> = {
  integration_id: "integration",
  run_id: "run",
  content_id: "content",
  content_item_id: "content",
  publication_id: "publication",
  media_id: "media",
};

export type Ids = Partial<Record<Noun, string>>;

/** One row of every kind in the workspace, with `text` in each of its texts. */
export async function fill({ workspaceId, now }: Ctx, text: string): Promise<Ids> {
  const [integrationId, runId, contentItemId, publicationId, mediaId] = [
    newId(),
    newId(),
    newId(),
    newId(),
    newId(),
  ];
  const contentData = { content: `<p>${text}</p>` };
  await withSystem(async (tx) => {
    await tx.insert(integrations).values({
      id: integrationId,
      workspaceId,
      connector: "wordpress",
      name: text,
      status: "connected",
      config: { siteUrl: `https://${text.replaceAll(" ", "-")}.example.test` },
      accountLabel: text,
    });
    await tx.insert(runs).values({
      id: runId,
      workspaceId,
      integrationId,
      trigger: "manual",
      objects: ["posts"],
      progress: { objects: {} },
      error: { kind: "internal", message: text, fix: text },
    });
    await tx.insert(records).values({
      integrationId,
      object: "posts",
      externalId: text,
      workspaceId,
      hash: Buffer.from("00", "hex"),
      data: { title: text },
      title: text,
      firstSeenAt: now,
      changedAt: now,
    });
    await tx.insert(contentItems).values({
      id: contentItemId,
      workspaceId,
      contentId: text,
      contentType: "article",
      title: text,
      contentData,
    });
    await tx.insert(publications).values({
      id: publicationId,
      workspaceId,
      contentItemId,
      contentVersion: 1,
      snapshot: contentData,
      contentType: "article",
      integrationId,
      externalUrl: `https://${text.replaceAll(" ", "-")}.example.test/post`,
    });
    await tx.insert(media).values({
      id: mediaId,
      workspaceId,
      sha256: Buffer.from(text),
      fileName: `${text}.png`,
      mime: "image/png",
      sizeBytes: text.length,
      bytes: Buffer.from(text),
    });
  });
  return {
    integration: integrationId,
    run: runId,
    content: contentItemId,
    publication: publicationId,
    media: mediaId,
  };
}

/** The least that each body schema accepts; ids in it come from the given workspace. */
export function bodyFor(id: string, ids: Ids): unknown {
  const integration = toPublicId("integration", ids.integration ?? "");
  const bodies: Record<string, unknown> = {
    "integrations.create": { provider: "hubspot" },
    "integrations.update": { name: "taken over" },
    "integrations.connect": {},
    "integrations.sync_now": {},
    "content.save": {
      content_id: newId(),
      content_type: "article",
      title: "x",
      content_data: { content: "<p>x</p>" },
    },
    "content.publish": { integration_ids: [integration] },
  };
  return bodies[id];
}

export interface Answer {
  status: number;
  type: string | null;
  text: string;
}

/** What a call sends; left out: what a good client would send. */
export interface Sent {
  query?: string;
  body?: BodyInit | null;
  type?: string | null;
  params?: Record<string, string>;
}

/** Calls the endpoint's own route file as Next would. */
export async function callEndpoint(
  endpoint: EndpointDefinition,
  key: string,
  ids: Ids,
  sent: Sent = {},
): Promise<Answer> {
  const params: Record<string, string> = {};
  const place = endpoint.path.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
    const noun = nouns[name];
    const value = sent.params?.[name] ?? (noun ? toPublicId(noun, ids[noun] ?? "") : "wordpress");
    params[camel(name)] = value;
    return encodeURIComponent(value);
  });
  const usual = endpoint.body ? JSON.stringify(bodyFor(endpoint.id, ids)) : undefined;
  const body = sent.body === undefined ? usual : sent.body;
  const type = sent.type === undefined ? (endpoint.upload?.types[0] ?? "application/json") : sent.type;
  const headers: Record<string, string> = { authorization: `Bearer ${key}` };
  if (type && endpoint.method !== "GET") headers["content-type"] = type;
  const request = new Request(`http://127.0.0.1:3000/api/v1${place}${sent.query ?? ""}`, {
    method: endpoint.method,
    headers,
    body,
  });
  if (type === null) request.headers.delete("content-type");
  const route = await import(path.join(routeFolder(endpoint), "route.ts"));
  const response: Response = await route[endpoint.method](request, { params: Promise.resolve(params) });
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
}

function routeFolder(endpoint: EndpointDefinition): string {
  return path.resolve(
    "app/api/v1",
    endpoint.path.slice(1).replace(/\{([a-z_]+)\}/g, (_, n: string) => `[${camel(n)}]`),
  );
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
