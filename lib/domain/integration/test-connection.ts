import "server-only";
import { eq } from "drizzle-orm";
import { integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import type { ProviderFailure } from "@/lib/connectors/kit/failure";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { hintLive } from "@/lib/realtime/publish";
import { type LogEntry, writeLog } from "../log/write-log";
import { flushCalls } from "../usage/record-call";
import { changeStatus } from "./change-status";
import { getIntegrationOrThrow, type IntegrationRow, lockIntegrationOrThrow } from "./data";
import { runTests, type TestOutcome } from "./engine/run-tests";
import { openAnyway } from "./open-connection";
import { canChange, statusAfterTest } from "./policy";
import { OneIntegration } from "./schema";
import type { TestResult } from "./types";

/** Runs the connector's layers now. Read-only at the platform; what is found is stored and may change the status. */
export async function testConnection(ctx: Ctx, input: OneIntegration): Promise<TestResult> {
  requireScope(ctx, "integration:write");
  const { integrationId } = OneIntegration.parse(input);
  const integration = await getIntegrationOrThrow(ctx, integrationId);
  const { connector, connection } = await openAnyway(ctx, integration, { use: "interactive" });
  const outcome = await runTests(connector, connection);
  await flushCalls();
  await withWorkspace(ctx, (tx) => storeOutcome(tx, ctx, integration.id, outcome));
  return outcome.result;
}

async function storeOutcome(tx: Tx, ctx: Ctx, integrationId: string, outcome: TestOutcome): Promise<void> {
  const integration = await lockIntegrationOrThrow(tx, ctx, integrationId);
  await tx
    .update(integrations)
    .set({ lastTest: outcome.result, lastTestedAt: new Date(outcome.result.at) })
    .where(eq(integrations.id, integration.id));
  await followOutcome(tx, ctx, integration, outcome.broken);
  await writeLog(tx, ctx, { ...toLine(outcome.result), integrationId: integration.id });
  hintLive(tx, ctx.workspaceId, "integrations", integration.id);
}

function toLine({ ok, layers, totalMs }: TestResult): Pick<LogEntry, "level" | "event" | "message"> {
  const event = "integration.tested";
  if (ok)
    return {
      level: "info",
      event,
      message: `Connection test passed: ${layers.length} checks, ${totalMs} ms.`,
    };
  const failed = layers
    .filter((layer) => layer.state === "failed")
    .map((layer) => `${layer.label}: ${layer.detail}`);
  return { level: "warn", event, message: `Connection test failed. ${failed.join(" ")}` };
}

async function followOutcome(
  tx: Tx,
  ctx: Ctx,
  integration: IntegrationRow,
  broken: ProviderFailure | null,
): Promise<void> {
  const to = statusAfterTest(integration.status, broken);
  if (!to || !canChange(integration.status, to)) return;
  await changeStatus(tx, ctx, integration, to, broken?.message ?? "The connection works again.");
}
