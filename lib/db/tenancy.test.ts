import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { workspaces } from "@/drizzle/schema/workspaces";
import { mintWorkspaceId } from "../access/mint";
import { newId } from "../ids";
import { testDatabase } from "../testing/database";
import { withGate, withWorkspace } from "./transaction";

testDatabase();

test("without a workspace a query sees nothing", async () => {
  const id = newId();
  const ctx = { workspaceId: mintWorkspaceId(id), actor: { kind: "system", job: "test" } as const };
  await withWorkspace(ctx, (tx) => tx.insert(workspaces).values({ id, name: "One" }));
  const seen = await withWorkspace(ctx, (tx) => tx.select().from(workspaces));
  expect(seen).toHaveLength(1);
  const none = await withGate((tx) => tx.execute(sql`select * from workspaces`));
  expect(none.rows).toHaveLength(0);
});
