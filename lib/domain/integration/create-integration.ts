import "server-only";
import { integrationStatusChanges, integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { getManifest } from "@/lib/connectors/catalog";
import type { Manifest } from "@/lib/connectors/kit/manifest";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { AppError } from "@/lib/errors";
import { newId, toPublicId } from "@/lib/ids";
import { hintLive } from "@/lib/realtime/publish";
import { audit } from "../audit/record";
import { checkFields, parseFields } from "./engine/check-fields";
import { saveConnection } from "./engine/save-connection";
import { CreateIntegration, defaultSettings, type IntegrationSettings } from "./schema";

/**
 * Adds an integration. With credentials they are tried first, and only a working account leaves a row; without
 * them it waits as `pending` for `connect`.
 */
export async function createIntegration(
  ctx: Ctx,
  input: CreateIntegration,
): Promise<{ id: string; status: "pending" | "connected" }> {
  requireScope(ctx, "integration:write");
  const { connector, name, config = {}, credentials } = CreateIntegration.parse(input);
  const manifest = manifestOrThrow(connector);
  requireNoSecrets(manifest, config);
  const id = newId();
  const row: NewIntegration = {
    id,
    connector,
    name: name ?? manifest.displayName,
    config: {},
    settings: defaultSettings,
  };
  if (!credentials) {
    row.config = Object.keys(config).length > 0 ? parseFields(manifest, config, "config") : {};
    await withWorkspace(ctx, (tx) => insertIntegration(tx, ctx, row));
    return { id: toPublicId("integration", id), status: "pending" };
  }
  const { checked, secrets } = await checkFields(ctx, row, { ...config, ...credentials });
  row.config = checked.config;
  await saveConnection(ctx, id, checked, secrets, (tx) => insertIntegration(tx, ctx, row));
  return { id: toPublicId("integration", id), status: "connected" };
}

interface NewIntegration {
  id: string;
  connector: string;
  name: string;
  config: Record<string, string>;
  settings: IntegrationSettings;
}

async function insertIntegration(tx: Tx, ctx: Ctx, row: NewIntegration): Promise<void> {
  const ownerUserId = ctx.actor.kind === "user" ? ctx.actor.userId : null;
  await tx.insert(integrations).values({ ...row, workspaceId: ctx.workspaceId, ownerUserId });
  await tx.insert(integrationStatusChanges).values({
    id: newId(),
    workspaceId: ctx.workspaceId,
    integrationId: row.id,
    fromStatus: null,
    toStatus: "pending",
    reason: "Added.",
  });
  await audit(tx, ctx, {
    action: "integration.created",
    subjectKind: "integration",
    subjectId: row.id,
    after: { connector: row.connector, name: row.name, config: row.config },
  });
  hintLive(tx, ctx.workspaceId, "integrations", row.id);
}

function manifestOrThrow(slug: string): Manifest {
  const manifest = getManifest(slug);
  if (manifest) return manifest;
  throw new AppError("invalid_input", {
    message: `There is no connector called "${slug}".`,
    fix: "GET /api/v1/providers lists the ones there are.",
    fields: { connector: "There is no connector of this name." },
  });
}

/** `config` is stored and shown in the clear: a secret that landed there is refused, not kept. */
function requireNoSecrets(manifest: Manifest, config: Record<string, string>): void {
  const misplaced = manifest.fields.filter((field) => field.secret && field.key in config);
  if (misplaced.length === 0) return;
  throw new AppError("invalid_input", {
    message: `${misplaced[0]?.label} is a secret and belongs into credentials.`,
    fix: "Send secret fields in credentials, all others in config.",
    fields: Object.fromEntries(misplaced.map((field) => [field.key, "Belongs into credentials."])),
  });
}
