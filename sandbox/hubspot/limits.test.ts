import { expect, test } from "vitest";
import { type Answer, ask, fields, testSandbox } from "../testing/ask";
import { connect } from "./testing";

const sandbox = testSandbox();
const api = () => `${sandbox.url}/hubspot/api`;
const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` });

async function burst(
  count: number,
  headers: Record<string, string>,
  path: string,
  json?: unknown,
): Promise<Answer[]> {
  return Promise.all(Array.from({ length: count }, () => ask(`${api()}${path}`, { headers, json })));
}

function statuses(answers: Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

test("the app gets 110 calls in ten seconds, then 429 with the policy's name, then calls again", async () => {
  const headers = bearer((await connect(sandbox.url)).access_token);
  const answers = await burst(115, headers, "/crm/v3/objects/contacts?limit=1");
  expect(statuses(answers)).toEqual({ 200: 110, 429: 5 });
  const refused = answers.find((answer) => answer.status === 429);
  expect(refused && fields(refused)).toMatchObject({
    status: "error",
    errorType: "RATE_LIMIT",
    policyName: "TEN_SECONDLY_ROLLING",
    message: "You have reached your ten_secondly_rolling limit.",
  });
  expect(refused?.headers.get("retry-after")).toBeNull();
  expect(refused?.headers.get("x-hubspot-ratelimit-max")).toBe("110");
  expect(refused?.headers.get("x-hubspot-ratelimit-interval-milliseconds")).toBe("10000");
  expect(refused?.headers.get("x-hubspot-ratelimit-daily")).toBeNull();
  sandbox.clock.offsetMs += 10_000;
  expect(statuses(await burst(1, headers, "/crm/v3/objects/contacts?limit=1"))).toEqual({ 200: 1 });
});

test("search has its own five per second, without rate headers", async () => {
  const headers = bearer("pat-demo-south-1");
  const answers = await burst(7, headers, "/crm/v3/objects/contacts/search", { limit: 1 });
  expect(statuses(answers)).toEqual({ 200: 5, 429: 2 });
  expect(answers[0]?.headers.get("x-hubspot-ratelimit-max")).toBeNull();
  const refused = answers.find((answer) => answer.status === 429);
  expect(refused && fields(refused).policyName).toBe("SECONDLY");
  sandbox.clock.offsetMs += 1000;
  expect(statuses(await burst(1, headers, "/crm/v3/objects/contacts/search", {}))).toEqual({ 200: 1 });
});

test("private apps see their daily allowance too; switched off, nothing is limited", async () => {
  const headers = bearer("pat-demo-north-1");
  const [first] = await burst(1, headers, "/crm/v3/owners/");
  expect(first?.headers.get("x-hubspot-ratelimit-daily-remaining")).toBe("624999");
  await ask(`${sandbox.url}/panel/settings/hubspot`, { method: "PUT", json: { limiter: false } });
  expect(statuses(await burst(250, headers, "/crm/v3/objects/contacts?limit=1"))).toEqual({ 200: 250 });
  await ask(`${sandbox.url}/panel/settings/hubspot`, { method: "PUT", json: { limiter: true } });
});
