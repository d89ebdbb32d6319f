import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { withSystem, withWorkspace } from "@/lib/db/transaction";
import { testDatabase } from "@/lib/testing/database";
import { makeColleague, makeOwner } from "@/lib/testing/people";
import { listAudit } from "./data";
import { audit } from "./record";
import { redact } from "./redact";

testDatabase();

test("a row says who did what from where, without the secrets", async () => {
  const ctx = { ...(await makeOwner()), ip: "203.0.113.9" };
  await withWorkspace(ctx, (tx) =>
    audit(tx, ctx, {
      action: "credential.stored",
      subjectKind: "integration",
      subjectId: "i1",
      before: null,
      after: {
        siteUrl: "https://example.test",
        appPassword: "hunter22",
        deep: [{ access_token: "hunter33" }],
      },
    }),
  );
  const { items } = await listAudit(ctx, { subjectKind: "integration" });
  expect(items).toMatchObject([
    {
      action: "credential.stored",
      actorKind: "user",
      ip: "203.0.113.9",
      requestId: ctx.requestId,
      after: {
        siteUrl: "https://example.test",
        appPassword: "[removed]",
        deep: [{ access_token: "[removed]" }],
      },
    },
  ]);
  expect(items[0]?.actorName).toMatch(/^Person/);
});

test("the row goes with the change: undone together, and never rewritten", async () => {
  const ctx = await makeOwner();
  const failing = withWorkspace(ctx, async (tx) => {
    await audit(tx, ctx, { action: "thing.done", subjectKind: "thing" });
    throw new Error("the change failed");
  });
  await expect(failing).rejects.toThrow("the change failed");
  expect((await listAudit(ctx, { action: "thing.done" })).items).toEqual([]);
  for (const statement of ["update audit_entries set action = 'x'", "delete from audit_entries"]) {
    const refused = { cause: { code: "42501" } };
    await expect(withWorkspace(ctx, (tx) => tx.execute(sql.raw(statement)))).rejects.toMatchObject(refused);
    await expect(withSystem((tx) => tx.execute(sql.raw(statement)))).rejects.toMatchObject(refused);
  }
});

test("pages follow each other without gap or repeat; another workspace and a viewer see none", async () => {
  const ctx = await makeOwner();
  for (let n = 0; n < 7; n += 1) {
    await withWorkspace(ctx, (tx) => audit(tx, ctx, { action: `thing.${n}`, subjectKind: "thing" }));
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit(ctx, { subjectKind: "thing", limit: 3, cursor });
    seen.push(...page.items.map((item) => item.action));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `thing.${n}`));
  expect((await listAudit(await makeOwner(), { subjectKind: "thing" })).items).toEqual([]);
  await expect(listAudit(await makeColleague(ctx, "viewer"))).rejects.toMatchObject({ code: "forbidden" });
  await expect(listAudit(ctx, { cursor: "bm9wZQ" })).rejects.toMatchObject({ code: "invalid_input" });
});

test("redaction goes by name, keeps ids and times, and stops somewhere", () => {
  const loop: Record<string, unknown> = { name: "x" };
  loop.self = loop;
  expect(
    redact({
      apiKeyId: "k1",
      tokenExpiresAt: "t",
      keyPrefix: "cns_",
      client_secret: "s",
      Authorization: "b",
      cookie: "c",
    }),
  ).toEqual({
    apiKeyId: "k1",
    tokenExpiresAt: "t",
    keyPrefix: "cns_",
    client_secret: "[removed]",
    Authorization: "[removed]",
    cookie: "[removed]",
  });
  expect(JSON.stringify(redact(loop))).toContain("[too deep]");
});
