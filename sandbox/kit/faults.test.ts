import { expect, test } from "vitest";
import { toDict, toList } from "../kit/json";
import { admin, ask, fields, testSandbox } from "../testing/ask";

const sandbox = testSandbox({ limiter: false });
const hubspot = { authorization: "Bearer pat-demo-north-1" };
const contacts = () => `${sandbox.url}/hubspot/api/crm/v3/objects/contacts`;
const wpPosts = () => `${sandbox.url}/wordpress/wp-json/wp/v2/posts`;
const put = (platform: string, rules: unknown) =>
  ask(`${sandbox.url}/panel/faults/${platform}`, { method: "PUT", json: { rules } });
const read = () => ask(`${contacts()}?limit=1`, { headers: hubspot });

test("each kind of trouble looks on the wire as it does in the world", async () => {
  const once = async (kind: string, more = {}) => {
    await put("hubspot", [{ kind, next: 1, ...more }]);
    return read();
  };
  const limited = await once("429", { retryAfter: 3 });
  expect([limited.status, limited.headers.get("retry-after"), fields(limited).errorType]).toEqual([
    429,
    "3",
    "RATE_LIMIT",
  ]);
  expect((await once("429")).headers.get("retry-after")).toBeNull();
  expect(fields(await once("500")).status).toBe("error");
  expect((await once("503")).headers.get("content-type")).toContain("text/html");
  const page = await once("html");
  expect([page.status, page.body]).toEqual([200, undefined]);
  const half = await once("half_json");
  expect([half.status, half.body, half.text.startsWith('{"results"')]).toEqual([200, undefined, true]);
  const elsewhere = await once("redirect_private");
  expect(elsewhere.headers.get("location")).toBe("http://169.254.169.254/latest/meta-data/");
  await expect(once("cut_before")).rejects.toThrow();
  expect((await read()).status).toBe(200);
});

test("a cut before the write applies nothing; a cut after it applies it and says nothing", async () => {
  const find = async (slug: string) =>
    toList((await ask(`${wpPosts()}?slug=${slug}&status=any`, { headers: admin })).body).length;
  const write = (slug: string) => ask(wpPosts(), { headers: admin, json: { title: "Demo", slug } });
  await put("wordpress", [{ kind: "cut_before", method: "POST", next: 1 }]);
  await expect(write("never")).rejects.toThrow();
  expect(await find("never")).toBe(0);
  await put("wordpress", [{ kind: "cut_after", method: "POST", path: "/wp-json/wp/v2/posts", next: 1 }]);
  await expect(write("unknown")).rejects.toThrow();
  expect(await find("unknown")).toBe(1);
});

test("a call that is never answered ends only when the caller gives up", async () => {
  await put("hubspot", [{ kind: "hang", next: 1 }]);
  const signal = AbortSignal.timeout(400);
  await expect(fetch(contacts(), { headers: hubspot, signal })).rejects.toMatchObject({
    name: "TimeoutError",
  });
  await put("hubspot", [{ kind: "slow", ms: 300, next: 1 }]);
  const started = performance.now();
  expect((await read()).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThan(280);
});

test("rules hit only their method, path and number of calls; a rate hits about its share", async () => {
  await put("hubspot", [{ kind: "500", method: "GET", path: "/api/crm/v3/owners", next: 2 }]);
  const owners = () => ask(`${sandbox.url}/hubspot/api/crm/v3/owners/`, { headers: hubspot });
  expect((await read()).status).toBe(200);
  expect([(await owners()).status, (await owners()).status, (await owners()).status]).toEqual([
    500, 500, 200,
  ]);
  expect(sandbox.faults.list("hubspot")).toEqual([]);
  await put("hubspot", [{ kind: "503", rate: 30 }]);
  const answers = await Promise.all(Array.from({ length: 200 }, read));
  const hit = answers.filter((answer) => answer.status === 503).length;
  expect([hit > 30, hit < 90]).toEqual([true, true]);
  sandbox.faults.clear();
  expect((await read()).status).toBe(200);
});

test("faults without a path leave the consent page alone", async () => {
  await put("hubspot", [{ kind: "500" }]);
  const consent = await ask(`${sandbox.url}/hubspot/app/oauth/authorize`);
  expect([consent.status, consent.text.includes("Authorization failed")]).toEqual([400, true]);
  await put("hubspot", []);
});

test("both forms of a WordPress route are one operation", async () => {
  await put("wordpress", [{ kind: "500", path: "/wp-json/wp/v2/posts" }]);
  const plain = await ask(`${sandbox.url}/wordpress/?rest_route=/wp/v2/posts`);
  expect([plain.status, fields(plain).code]).toEqual([500, "internal_server_error"]);
  await put("wordpress", []);
});

test("the log shows what came and went, without tokens, and starts over when asked to", async () => {
  const log = async (method = "GET") => fields(await ask(`${sandbox.url}/panel/log/hubspot`, { method }));
  await log("DELETE");
  await Promise.all([read(), read()]);
  await put("hubspot", [{ kind: "cut_before", next: 1 }]);
  await expect(read()).rejects.toThrow();
  await ask(`${sandbox.url}/hubspot/api/oauth/v1/access-tokens/a-secret-token`);
  const { counters, entries } = await log();
  expect(toDict(counters)).toMatchObject({ total: 4, byStatus: { 200: 2, 0: 1, 404: 1 }, inFlight: 0 });
  expect(toList(entries).map((entry) => [toDict(entry).path, toDict(entry).status])).toContainEqual([
    "/api/oauth/v1/access-tokens/…",
    404,
  ]);
  expect(JSON.stringify(entries)).not.toContain("a-secret-token");
});

test("the panel answers mistakes with a sentence, and orders from other sites not at all", async () => {
  const wrong = await put("hubspot", [{ kind: "earthquake" }]);
  expect([wrong.status, String(fields(wrong).message).startsWith('each rule needs a "kind"')]).toEqual([
    400,
    true,
  ]);
  expect((await put("myspace", [])).status).toBe(404);
  const url = `${sandbox.url}/panel/hubspot/touch?count=few`;
  expect((await ask(url, { method: "POST" })).status).toBe(400);
  const foreign = await ask(`${sandbox.url}/panel/hubspot/revoke-consent`, {
    method: "POST",
    headers: { "sec-fetch-site": "cross-site" },
  });
  expect(foreign.status).toBe(403);
  const page = await ask(`${sandbox.url}/panel`);
  expect([page.status, page.text.includes("HubSpot"), page.text.includes("WordPress")]).toEqual([
    200,
    true,
    true,
  ]);
  expect(fields(await ask(`${sandbox.url}/health`)).status).toBe("ok");
});

test("a body too large is refused before anything is done with it", async () => {
  const body = Buffer.alloc(33_000_000, 97);
  const answer = await ask(wpPosts(), {
    method: "POST",
    headers: { ...admin, "content-type": "text/plain" },
    raw: body,
  });
  expect(answer.status).toBe(413);
});
