import { expect, test } from "vitest";
import { toDict, toList } from "../kit/json";
import { ask, fields, testSandbox } from "../testing/ask";

const total = 25_000;
const shared = 12_000;
const sandbox = testSandbox({ limiter: false, contacts: total, sameModified: shared });
const headers = { authorization: "Bearer pat-demo-north-1" };

async function search(json: Record<string, unknown>) {
  const url = `${sandbox.url}/hubspot/api/crm/v3/objects/contacts/search`;
  return fields(await ask(url, { headers, json: { properties: ["email"], limit: 200, ...json } }));
}

function idsOf(answer: Record<string, unknown>): number[] {
  return toList(answer.results).map((row) => Number(toDict(row).id));
}

test("more contacts share one modified time than search lets through; by id they are all reached", async () => {
  const sorts = [{ propertyName: "hs_object_id", direction: "ASCENDING" }];
  const seen = new Set<number>();
  let last = 0;
  const started = performance.now();
  for (let page = 0; page <= total / 200; page++) {
    const filters = [
      { propertyName: "lastmodifieddate", operator: "GTE", value: "0" },
      { propertyName: "hs_object_id", operator: "GT", value: String(last) },
    ];
    const ids = idsOf(await search({ filterGroups: [{ filters }], sorts }));
    for (const id of ids) seen.add(id);
    last = ids.at(-1) ?? last;
  }
  expect(seen.size).toBe(total);
  // 126 pages of 25,000 rows; sorting anew for each page would take several times as long.
  expect(performance.now() - started).toBeLessThan(12_000);
});

test("paging by offset ends with a 400 at 10,000 while the total tells the truth", async () => {
  const sorts = [{ propertyName: "lastmodifieddate", direction: "ASCENDING" }];
  const first = await search({ sorts, after: "9800" });
  expect([first.total, toDict(toDict(first.paging).next).after]).toEqual([total, "10000"]);
  const beyond = await search({ sorts, after: "10000" });
  expect(beyond.category).toBe("VALIDATION_ERROR");
});

test("as many as asked for share one modified time", async () => {
  const sorts = [{ propertyName: "hs_object_id", direction: "ASCENDING" }];
  const [row] = toList((await search({ sorts, limit: 1, properties: ["lastmodifieddate"] })).results);
  const value = String(toDict(toDict(row).properties).lastmodifieddate);
  const filters = [{ propertyName: "lastmodifieddate", operator: "EQ", value: String(Date.parse(value)) }];
  expect((await search({ filterGroups: [{ filters }], limit: 1 })).total).toBe(shared);
});

test("a change in between is seen by the next page of the same search", async () => {
  const filters = [{ propertyName: "demo_score", operator: "EQ", value: "777" }];
  expect((await search({ filterGroups: [{ filters }] })).total).toBe(0);
  const url = `${sandbox.url}/hubspot/api/crm/v3/objects/contacts/1001`;
  await ask(url, { method: "PATCH", headers, json: { properties: { demo_score: "777" } } });
  expect(idsOf(await search({ filterGroups: [{ filters }] }))).toEqual([1001]);
});

test("with a search lag fresh changes are found later, not at once", async () => {
  const setting = (searchLagSeconds: number) =>
    ask(`${sandbox.url}/panel/settings/hubspot`, { method: "PUT", json: { searchLagSeconds } });
  await setting(30);
  const url = `${sandbox.url}/hubspot/api/crm/v3/objects/contacts/1002`;
  await ask(url, { method: "PATCH", headers, json: { properties: { demo_score: "778" } } });
  const filters = [{ propertyName: "demo_score", operator: "EQ", value: "778" }];
  expect((await search({ filterGroups: [{ filters }] })).total).toBe(0);
  sandbox.clock.offsetMs = 31_000;
  expect((await search({ filterGroups: [{ filters }] })).total).toBe(1);
  sandbox.clock.offsetMs = 0;
  await setting(0);
});
