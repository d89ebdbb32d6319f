import { workspaces } from "@/drizzle/schema/workspaces";
import { jobContext } from "@/lib/access/mint";
import { createWorkspaceKey, openText, prepareVault, sealText } from "@/lib/crypto/vault";
import { closePools } from "@/lib/db/client";
import { withWorkspace } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";

/** Openings of one stored credential per second, on one thread, with the workspace's key in the cache. */
const warmUp = 20_000;
const rounds = 5;
const roundMs = 1000;
const target = 50_000;

const ctx = jobContext(newId(), "bench");
await prepareVault();
await withWorkspace(ctx, async (tx) => {
  await tx.insert(workspaces).values({ id: ctx.workspaceId, name: "Bench" });
  await createWorkspaceKey(tx, ctx.workspaceId);
});
const place = { subjectId: newId(), field: "credential.secrets" };
const secrets = JSON.stringify({ accessToken: "a".repeat(180), refreshToken: "r".repeat(60) });
const sealed = await sealText(ctx, place, secrets);

for (let i = 0; i < warmUp; i += 1) await openText(ctx, place, sealed);
const rates: number[] = [];
for (let round = 0; round < rounds; round += 1) rates.push(await openFor(roundMs));
await closePools();

rates.sort((a, b) => a - b);
const value = rates[Math.floor(rounds / 2)] ?? 0;
console.log(`${rates.map((rate) => rate.toLocaleString("en")).join(", ")} openings per second`);
console.log(JSON.stringify({ id: "B11", value, unit: "openings/s", against: "-", ratio: null, target }));

async function openFor(ms: number): Promise<number> {
  const startedAt = performance.now();
  let opened = 0;
  while (performance.now() - startedAt < ms) {
    for (let i = 0; i < 200; i += 1) {
      if ((await openText(ctx, place, sealed)) !== secrets) throw new Error("it opened as something else");
    }
    opened += 200;
  }
  return Math.round(opened / ((performance.now() - startedAt) / 1000));
}
