import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import { listAudit } from "@/lib/domain/audit/data";
import { testDatabase } from "@/lib/testing/database";
import { makeColleague, makeOwner } from "@/lib/testing/people";
import { createWorkspace } from "./create-workspace";
import { getWorkspaceOrThrow } from "./data";
import { updateWorkspaceInput } from "./schema";
import { updateWorkspace } from "./update-workspace";

testDatabase();

let owner: Ctx;
beforeAll(async () => {
  owner = await makeOwner("Before");
});

test("name and time zone change with one audit row; the same again leaves none", async () => {
  await updateWorkspace(owner, { name: "After", timeZone: "Europe/Berlin" });
  await updateWorkspace(owner, { name: "After" });
  expect(await getWorkspaceOrThrow(owner)).toMatchObject({ name: "After", timeZone: "Europe/Berlin" });
  const { items } = await listAudit(owner, { action: "workspace.updated" });
  expect(items).toMatchObject([
    { before: { name: "Before", timeZone: "UTC" }, after: { name: "After", timeZone: "Europe/Berlin" } },
  ]);
});

test("viewers and editors change nothing, and only owners make workspaces while sign-up is closed", async () => {
  for (const role of ["viewer", "editor"] as const) {
    const ctx = await makeColleague(owner, role);
    await expect(updateWorkspace(ctx, { name: "x" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(createWorkspace(ctx, { name: "x" })).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("nothing, an empty or endless name and an unknown zone are refused", () => {
  for (const input of [
    {},
    { name: "  " },
    { name: "x".repeat(81) },
    { timeZone: "Mars/Base" },
    { timeZone: "+02:00" },
    { id: "1" },
  ]) {
    expect(updateWorkspaceInput.safeParse(input).success).toBe(false);
  }
});
