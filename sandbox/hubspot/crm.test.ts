import { Client } from "@hubspot/api-client";
import { FilterOperatorEnum } from "@hubspot/api-client/lib/codegen/crm/contacts";
import { beforeAll, expect, test } from "vitest";
import { toDict, toList } from "../kit/json";
import { ask, fields, testSandbox } from "../testing/ask";
import { connect } from "./testing";

const sandbox = testSandbox({ limiter: false });
const basePath = () => `${sandbox.url}/hubspot/api`;
let client: Client;

beforeAll(async () => {
  const tokens = await connect(sandbox.url);
  client = new Client({ basePath: basePath(), accessToken: String(tokens.access_token) });
});

const raw = (path: string, json?: unknown) =>
  ask(`${basePath()}${path}`, { headers: { authorization: "Bearer pat-demo-north-1" }, json });
const filter = (propertyName: string, operator: FilterOperatorEnum, value: string) => ({
  filterGroups: [{ filters: [{ propertyName, operator, value }] }],
});

test("the official client reads every contact once, page by page, with dates, texts and nulls", async () => {
  const all = await client.crm.contacts.getAll(100, undefined, [
    "email",
    "mobilephone",
    "demo_score",
    "nonsense",
  ]);
  expect(new Set(all.map((contact) => contact.id)).size).toBe(300);
  const [first, second] = all;
  expect(first?.createdAt).toBeInstanceOf(Date);
  expect(first?.properties).toEqual({
    createdate: expect.stringMatching(/Z$/),
    demo_score: expect.stringMatching(/^\d+$/),
    email: "demo.contact.0001@example.com",
    hs_object_id: first?.id,
    lastmodifieddate: expect.stringMatching(/Z$/),
    mobilephone: "+1 555 0137",
  });
  expect(second?.properties.mobilephone).toBeNull();
  const standard = await client.crm.contacts.basicApi.getById(all[0]?.id ?? "");
  expect(Object.keys(standard.properties)).toEqual([
    "createdate",
    "email",
    "firstname",
    "hs_object_id",
    "lastmodifieddate",
    "lastname",
  ]);
  const tooMany = await raw("/crm/v3/objects/contacts?limit=101");
  expect([tooMany.status, fields(tooMany).category]).toEqual([400, "VALIDATION_ERROR"]);
});

test("a contact is made, found by e-mail, changed, archived and gone from the list", async () => {
  const { basicApi } = client.crm.contacts;
  const email = "demo.made@example.com";
  const made = await basicApi.create({ properties: { email, firstname: "Demo" }, associations: [] });
  await expect(basicApi.create({ properties: { email }, associations: [] })).rejects.toMatchObject({
    code: 409,
    body: { category: "CONFLICT", message: `Contact already exists. Existing ID: ${made.id}` },
  });
  const changed = await basicApi.update(email, { properties: { demo_score: "7" } }, "email");
  expect([changed.id, changed.properties.demo_score]).toEqual([made.id, "7"]);
  expect(changed.updatedAt.getTime()).toBeGreaterThanOrEqual(made.updatedAt.getTime());
  await basicApi.archive(made.id);
  await expect(basicApi.getById(made.id)).rejects.toMatchObject({
    code: 404,
    body: { category: "OBJECT_NOT_FOUND" },
  });
  const archived = await basicApi.getPage(100, undefined, ["email"], undefined, undefined, true);
  expect(archived.results.map((row) => [row.id, row.archived, row.archivedAt instanceof Date])).toEqual([
    [made.id, true, true],
  ]);
  const found = await client.crm.contacts.searchApi.doSearch(filter("email", FilterOperatorEnum.Eq, email));
  expect(found.total).toBe(0);
});

test("bad values are refused with every problem named", async () => {
  const answer = await raw("/crm/v3/objects/contacts", {
    properties: {
      email: "nowhere",
      nonsense: "1",
      demo_score: "many",
      lifecyclestage: "friend",
      createdate: "1",
    },
  });
  expect([answer.status, fields(answer).category]).toEqual([400, "VALIDATION_ERROR"]);
  expect(toList(fields(answer).errors).map((error) => toDict(error).code)).toEqual([
    "INVALID_EMAIL",
    "PROPERTY_DOESNT_EXIST",
    "INVALID_LONG",
    "INVALID_OPTION",
    "READ_ONLY_VALUE",
  ]);
  expect((await raw("/crm/v3/objects/contacts", { properties: { phone: "1" } })).status).toBe(400);
  expect((await raw("/crm/v3/objects/deals", { properties: { dealname: "Demo" } })).status).toBe(400);
  expect((await raw("/crm/v3/objects/unicorns")).status).toBe(400);
  expect((await raw("/crm/v9/objects/contacts")).status).toBe(404);
});

test("search finds what changed since a moment, in order, and nothing twice", async () => {
  const since = String(Date.now() - 1);
  await ask(`${sandbox.url}/panel/hubspot/touch?count=9`, { method: "POST" });
  const answer = await client.crm.contacts.searchApi.doSearch({
    ...filter("lastmodifieddate", FilterOperatorEnum.Gte, since),
    sorts: ["lastmodifieddate"],
    properties: ["demo_score"],
    limit: 200,
  });
  expect([answer.total, new Set(answer.results.map((row) => row.id)).size]).toEqual([9, 9]);
  const times = answer.results.map((row) => row.updatedAt.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test("each search operator picks the right contacts", async () => {
  const count = async (propertyName: string, operator: string, more: Record<string, unknown>) => {
    const filters = [{ propertyName, operator, ...more }];
    const answer = await raw("/crm/v3/objects/companies/search", { filterGroups: [{ filters }], limit: 0 });
    return fields(answer).total;
  };
  const names = ["Demo Company 001", "Demo Company 002"];
  expect(await count("name", "EQ", { value: "demo company 001" })).toBe(1);
  expect(await count("name", "NEQ", { value: "Demo Company 001" })).toBe(399);
  expect(await count("name", "IN", { values: names })).toBe(2);
  expect(await count("name", "NOT_IN", { values: names })).toBe(398);
  expect(await count("hs_object_id", "BETWEEN", { value: "20000001", highValue: "20000010" })).toBe(10);
  expect(await count("hs_object_id", "GT", { value: "20000399" })).toBe(1);
  expect(await count("hs_object_id", "LTE", { value: "20000003" })).toBe(3);
  expect(await count("state", "HAS_PROPERTY", {})).toBe(0);
  expect(await count("state", "NOT_HAS_PROPERTY", {})).toBe(400);
  expect(await count("domain", "CONTAINS_TOKEN", { value: "*003.example.com" })).toBe(1);
  expect(await count("nonsense", "EQ", { value: "1" })).toBeUndefined();
  expect(await count("name", "LIKE", { value: "1" })).toBeUndefined();
});

test("a page of search holds 200 at most and nothing lies beyond 10,000", async () => {
  const status = async (json: unknown) => (await raw("/crm/v3/objects/contacts/search", json)).status;
  expect(await status({ limit: 201 })).toBe(400);
  expect(await status({ limit: 200, after: "9800" })).toBe(200);
  expect(await status({ limit: 200, after: "9801" })).toBe(400);
  expect(await status({ sorts: [{ propertyName: "email" }, { propertyName: "phone" }] })).toBe(400);
});

test("batches: create all or nothing, read with gaps, upsert by e-mail, archive", async () => {
  const { batchApi } = client.crm.contacts;
  const person = (n: number) => ({ properties: { email: `demo.batch.${n}@example.com` }, associations: [] });
  const made = await batchApi.create({ inputs: [person(1), person(2)] });
  expect(made.results).toHaveLength(2);
  await expect(batchApi.create({ inputs: [person(3), person(1)] })).rejects.toMatchObject({ code: 409 });
  const third = await raw("/crm/v3/objects/contacts/demo.batch.3@example.com?idProperty=email");
  expect(third.status).toBe(404);
  const traced = await raw("/crm/v3/objects/contacts/batch/create", {
    inputs: [3, 1].map((n) => ({ ...person(n), objectWriteTraceId: `t${n}` })),
  });
  expect([traced.status, fields(traced).numErrors, toList(fields(traced).results).length]).toEqual([
    207, 1, 1,
  ]);
  const ids = made.results.map(({ id }) => ({ id }));
  const read = await raw("/crm/v3/objects/contacts/batch/read", {
    inputs: [...ids, { id: "1" }],
    properties: [],
  });
  expect([read.status, toList(fields(read).results).length, fields(read).numErrors]).toEqual([207, 2, 1]);
  const upserted = await batchApi.upsert({
    inputs: [1, 4].map((n) => ({
      idProperty: "email",
      id: `demo.batch.${n}@example.com`,
      properties: { lastname: `Batch ${n}` },
    })),
  });
  expect(upserted.results.map((row) => row._new)).toEqual([false, true]);
  await batchApi.archive({ inputs: ids });
  expect((await raw(`/crm/v3/objects/contacts/${ids[0]?.id}`)).status).toBe(404);
  const tooMany = { inputs: Array.from({ length: 101 }, () => ({ id: "1" })) };
  expect((await raw("/crm/v3/objects/contacts/batch/read", tooMany)).status).toBe(400);
});

test("associations go both ways and can be read with the record", async () => {
  const { v4 } = client.crm.associations;
  const contact = await client.crm.contacts.basicApi.create({
    properties: { email: "demo.linked@example.com" },
    associations: [
      {
        to: { id: "20000005" },
        types: [{ associationCategory: "HUBSPOT_DEFINED" as never, associationTypeId: 279 }],
      },
    ],
  });
  const linked = await client.crm.contacts.basicApi.getById(contact.id, undefined, undefined, ["companies"]);
  expect(linked.associations?.companies?.results).toEqual([
    { id: "20000005", type: "contact_to_company_unlabeled" },
  ]);
  await v4.basicApi.createDefault("contacts", contact.id, "companies", "20000006");
  const page = await v4.basicApi.getPage("contacts", contact.id, "companies");
  expect(page.results.map((row) => row.toObjectId)).toEqual(["20000005", "20000006"]);
  const back = await v4.basicApi.getPage("companies", "20000006", "contacts", undefined, 500);
  expect(back.results.map((row) => row.toObjectId)).toContain(contact.id);
  const batch = await v4.batchApi.getPage("contacts", "companies", { inputs: [{ id: contact.id }] });
  expect(batch.results[0]?.to.map((row) => row.associationTypes[0]?.typeId)).toEqual([279, 279]);
  await v4.basicApi.archive("contacts", contact.id, "companies", "20000005");
  expect((await v4.basicApi.getPage("contacts", contact.id, "companies")).results).toHaveLength(1);
});

test("a merged contact leads to the survivor; a privacy deletion leaves nothing", async () => {
  const { basicApi } = client.crm.contacts;
  const ids = (await basicApi.getPage(2)).results.map((row) => row.id);
  const [primaryObjectId = "", objectIdToMerge = ""] = ids;
  const merged = await basicApi.merge({ primaryObjectId, objectIdToMerge });
  expect(merged.id).toBe(primaryObjectId);
  expect((await basicApi.getById(objectIdToMerge)).id).toBe(primaryObjectId);
  await basicApi.purge({ objectId: primaryObjectId });
  for (const archived of ["true", "false"])
    expect((await raw(`/crm/v3/objects/contacts/${primaryObjectId}?archived=${archived}`)).status).toBe(404);
});

test("properties, pipelines and owners are described as the client expects them", async () => {
  const { results } = await client.crm.properties.coreApi.getAll("contacts");
  const stage = results.find((property) => property.name === "lifecyclestage");
  expect([stage?.type, stage?.options.length, results.length]).toEqual(["enumeration", 8, 28]);
  const pipelines = await client.crm.pipelines.pipelinesApi.getAll("deals");
  expect(pipelines.results[0]?.stages.map((item) => item.id)).toContain("closedwon");
  const owners = await client.crm.owners.ownersApi.getPage();
  expect(owners.results[0]?.email).toBe("demo.owner.1@example.test");
});
