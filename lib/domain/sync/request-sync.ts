import "server-only";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import type { Connector } from "@/lib/connectors/kit/connector";
import { getConnectorOrThrow } from "@/lib/connectors/registry";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { AppError, notFound } from "@/lib/errors";
import { audit } from "../audit/record";
import { getIntegrationOrThrow, type IntegrationRow, lockIntegrationOrThrow } from "../integration/data";
import { readSettings } from "../integration/policy";
import { createRun } from "./create-run";
import { RequestSync } from "./schema";

/** Row first: the queued run and its event are one transaction. Answers with the open run when there is one. */
export async function requestSync(
  ctx: Ctx,
  input: RequestSync,
): Promise<{ runId: string; alreadyOpen: boolean }> {
  requireScope(ctx, "integration:write");
  const wanted = RequestSync.parse(input);
  const { connector: slug } = await getIntegrationOrThrow(ctx, wanted.integrationId);
  const connector = await getConnectorOrThrow(slug);
  return withWorkspace(ctx, async (tx) => {
    const integration = await lockIntegrationOrThrow(tx, ctx, wanted.integrationId);
    requireConnected(integration);
    const objects = chooseObjects(connector, integration, wanted.objects);
    const run = await createRun(tx, ctx, { ...wanted, objects });
    if (!run.alreadyOpen) await note(tx, ctx, integration, wanted.mode, objects, run.runId);
    return run;
  });
}

async function note(
  tx: Tx,
  ctx: Ctx,
  integration: IntegrationRow,
  mode: string,
  objects: string[],
  runId: string,
): Promise<void> {
  await audit(tx, ctx, {
    action: "sync.requested",
    subjectKind: "integration",
    subjectId: integration.id,
    after: { runId, mode, objects },
  });
}

function requireConnected(integration: IntegrationRow): void {
  if (integration.status === "connected" || integration.status === "refreshing") return;
  const why = integration.statusReason ? ` (${integration.statusReason})` : "";
  throw new AppError("conflict", {
    message: `"${integration.name}" cannot sync while it is ${integration.status.replace("_", " ")}${why}.`,
    fix: integration.status === "paused" ? "Resume it first." : "Connect it again first.",
  });
}

/** In the connector's order. Asked-for ones must exist; otherwise those that are switched on. */
export function chooseObjects(
  connector: Pick<Connector, "objects" | "manifest">,
  integration: Pick<IntegrationRow, "settings">,
  asked: string[] | undefined,
): string[] {
  const all = connector.objects.map((object) => object.name);
  const unknown = asked?.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    throw new AppError("invalid_input", {
      message: `${connector.manifest.displayName} has no object "${unknown.slice(0, 60)}".`,
      fix: `Choose from: ${all.join(", ")}.`,
      fields: { objects: `Choose from: ${all.join(", ")}.` },
    });
  }
  const chosen = asked ?? readSettings(integration.settings).sync.objects ?? all;
  const objects = all.filter((name) => chosen.includes(name));
  if (objects.length > 0) return objects;
  if (all.length === 0) throw notFound("object");
  throw new AppError("conflict", {
    message: "Nothing is switched on to be kept in step.",
    fix: "Switch an object on in the sync settings.",
  });
}
