import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import type { Scope } from "@/lib/access/scopes";
import { createApiKey } from "@/lib/domain/api-key/create-api-key";
import { toPublicId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { makeOwner } from "@/lib/testing/people";
import { demoPng } from "@/lib/testing/pictures";
import { type IntegrationRow, makeIntegration } from "@/lib/testing/tenants";
import * as records from "../integrations/[integrationId]/records/route";
import * as syncNow from "../integrations/[integrationId]/sync_now/route";
import * as picture from "../media/[mediaId]/route";
import * as media from "../media/route";
import * as publication from "../publications/[publicationId]/route";
import * as publications from "../publications/route";
import * as cancel from "../runs/[runId]/cancel/route";
import * as run from "../runs/[runId]/route";
import * as runs from "../runs/route";
import * as publish from "./[contentItemId]/publish/route";
import * as one from "./[contentItemId]/route";
import * as status from "./[contentItemId]/status/route";
import * as content from "./route";

testDatabase();
let owner: Ctx;
let site: IntegrationRow;
let key: string;

beforeAll(async () => {
  owner = await makeOwner();
  site = await makeIntegration(owner);
  const scopes: Scope[] = ["integration:read", "integration:write", "content:read", "content:write"];
  key = (await createApiKey(owner, { name: "Test", scopes })).key;
});

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

interface Call {
  query?: string;
  params?: Record<string, string>;
  body?: unknown;
  file?: { bytes: Uint8Array<ArrayBuffer>; type: string };
  headers?: Record<string, string>;
}

async function send(handler: Handler, method: string, call: Call = {}): Promise<Response> {
  const { query = "", params = {}, body, file, headers } = call;
  const given = file?.bytes ?? (body === undefined ? undefined : JSON.stringify(body));
  const type = file?.type ?? (body === undefined ? undefined : "application/json");
  const request = new Request(`http://127.0.0.1:3000/api/v1/x${query}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(type ? { "content-type": type } : {}), ...headers },
    ...(given === undefined ? {} : { body: given }),
  });
  return handler(request, { params: Promise.resolve(params) });
}

async function ask(handler: Handler, method: string, call?: Call) {
  const response = await send(handler, method, call);
  const text = await response.text();
  return { status: response.status, json: text ? JSON.parse(text) : null };
}

const integrationId = () => toPublicId("integration", site.id);

test("the customer's line: picture, content under an own id, publish by platform name, see where it stands", async () => {
  const file = { bytes: new Uint8Array(demoPng()), type: "image/png" };
  const up = await ask(media.POST, "POST", { query: "?file_name=demo.png&alt=Dots", file });
  expect(up).toMatchObject({ status: 201, json: { mime: "image/png", width: 2, alt: "Dots" } });
  const content_data = {
    title: "Demo",
    content: `<p>x</p><img src="${up.json.url}">`,
    cover_media_id: up.json.id,
  };
  const body = { content_id: "unique_id", content_type: "blog_post", content_data };
  const made = await ask(content.POST, "POST", { body });
  expect(made).toMatchObject({
    status: 201,
    json: {
      content_id: "unique_id",
      version: 1,
      title: "Demo",
      content_data: { cover_media_id: up.json.id },
    },
  });
  const params = { contentItemId: made.json.id };
  const wish = { target_platforms: ["wordpress"], priority: 1 };
  const sent = await ask(publish.POST, "POST", { params, body: wish });
  expect(sent).toMatchObject({
    status: 202,
    json: { publications: [{ state: "queued", platform: "wordpress", priority: 1, external_id: null }] },
  });
  const [{ id }] = sent.json.publications;
  const byId = await ask(publish.POST, "POST", { params, body: { integration_ids: [integrationId()] } });
  expect(byId.json.publications.map((row: { id: string }) => row.id)).toEqual([id]);
  expect((await ask(publication.GET, "GET", { params: { publicationId: id } })).json).toMatchObject({
    id,
    title: "Demo",
  });
  expect((await ask(status.GET, "GET", { params })).json).toMatchObject({
    content_id: "unique_id",
    publications: [{ id, state: "queued" }],
    next_cursor: null,
  });
  expect(
    (await ask(publications.GET, "GET", { query: `?integration_id=${integrationId()}` })).json.data,
  ).toHaveLength(1);
  expect((await ask(one.GET, "GET", { params })).json).toMatchObject({ id: made.json.id });
  expect((await ask(content.GET, "GET", { query: "?q=demo" })).json.data).toMatchObject([
    { content_id: "unique_id" },
  ]);
  expect((await ask(one.DELETE, "DELETE", { params })).json).toMatchObject({ code: "conflict" });
});

test("a picture comes back byte by byte and is never taken for a page", async () => {
  const file = { bytes: new Uint8Array(demoPng(9)), type: "image/png" };
  const { json } = await ask(media.POST, "POST", { query: "?file_name=nine.png", file });
  const answer = await send(picture.GET, "GET", { params: { mediaId: json.id } });
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(demoPng(9));
  expect(answer.headers.get("content-type")).toBe("image/png");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  const page = { bytes: new TextEncoder().encode("<script>alert(1)</script>"), type: "image/png" };
  expect(await ask(media.POST, "POST", { query: "?file_name=x.png", file: page })).toMatchObject({
    status: 415,
  });
  const html = { ...page, type: "text/html" };
  expect(await ask(media.POST, "POST", { query: "?file_name=x.html", file: html })).toMatchObject({
    status: 415,
  });
  expect((await ask(media.GET, "GET")).json.data.length).toBeGreaterThan(0);
});

test("start a sync without a body, see it, cancel it; the same key starts one run", async () => {
  const params = { integrationId: integrationId() };
  const headers = { "idempotency-key": "sync-1" };
  const started = await ask(syncNow.POST, "POST", { params, headers });
  expect(started).toMatchObject({
    status: 202,
    json: { run_id: expect.stringMatching(/^run_/), already_open: false },
  });
  expect(await ask(syncNow.POST, "POST", { params, headers })).toEqual(started);
  const open = await ask(syncNow.POST, "POST", { params, body: { mode: "full", objects: ["posts"] } });
  expect(open.json).toEqual({ run_id: started.json.run_id, already_open: true });
  const runId = started.json.run_id;
  const seen = await ask(run.GET, "GET", { params: { runId } });
  expect(seen.json).toMatchObject({
    id: runId,
    status: "queued",
    trigger: "api",
    error: null,
    progress: {
      read: 0,
      objects: expect.arrayContaining([expect.objectContaining({ name: "posts", state: "waiting" })]),
    },
  });
  expect((await ask(runs.GET, "GET", { query: "?status=queued" })).json.data).toHaveLength(1);
  expect((await ask(cancel.POST, "POST", { params: { runId } })).json).toMatchObject({ status: "canceled" });
  expect((await ask(records.GET, "GET", { params, query: "?object=posts" })).json).toEqual({
    data: [],
    next_cursor: null,
  });
});

test("bad input is answered as a problem that names the field", async () => {
  const bad: [Handler, Call, number][] = [
    [content.POST, { body: { content_type: "rocket", content_data: {} } }, 400],
    [content.POST, { body: { content_type: "article", title: "x", content_data: { content: "" } } }, 400],
    [content.POST, { body: { content_type: "article", content_data: { content: "x" } } }, 400],
    [
      content.POST,
      { body: { content_type: "article", title: "x".repeat(301), content_data: { content: "x" } } },
      400,
    ],
    [
      content.POST,
      { body: { content_type: "article", title: "x", content_data: { content: "x".repeat(1_100_000) } } },
      413,
    ],
    [syncNow.POST, { params: { integrationId: integrationId() }, body: { mode: "sideways" } }, 400],
    [syncNow.POST, { params: { integrationId: integrationId() }, body: { objects: ["nothing"] } }, 400],
    [syncNow.POST, { params: { integrationId: "int_1" } }, 404],
    [publish.POST, { params: { contentItemId: "cnt_1" }, body: {} }, 404],
    [media.POST, { file: { bytes: new Uint8Array(3), type: "image/png" } }, 400],
  ];
  for (const [handler, call, code] of bad) {
    const answer = await ask(handler, "POST", call);
    expect([call, answer.status]).toEqual([call, code]);
    expect(answer.json).toMatchObject({
      detail: expect.any(String),
      request_id: expect.any(String),
      status: code,
    });
  }
  const made = await ask(content.POST, "POST", {
    body: { content_type: "article", title: "x", content_data: { content: "<p>x</p>" } },
  });
  const params = { contentItemId: made.json.id };
  const nowhere = await ask(publish.POST, "POST", { params, body: {} });
  expect(nowhere).toMatchObject({ status: 400, json: { errors: [{ message: "Choose where to publish." }] } });
  const unknown = await ask(publish.POST, "POST", { params, body: { target_platforms: ["myspace"] } });
  expect(unknown).toMatchObject({ status: 400, json: { errors: [{ field: "target_platforms" }] } });
});
