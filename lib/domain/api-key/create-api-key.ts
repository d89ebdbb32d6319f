import "server-only";
import { apiKeyHashes } from "@/drizzle/schema/gate";
import { apiKeys } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { apiKeyPrefix } from "@/lib/auth/api-key";
import { newToken, sha256 } from "@/lib/crypto/hash";
import { withWorkspace } from "@/lib/db/transaction";
import { audit } from "@/lib/domain/audit/record";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { type CreateApiKeyInput, createApiKeyInput } from "./schema";
import type { NewApiKey } from "./types";

const dayMs = 24 * 60 * 60 * 1000;

/** A key has at most the rights of who makes it. It is in the answer and nowhere else. */
export async function createApiKey(ctx: Ctx, raw: CreateApiKeyInput): Promise<NewApiKey> {
  requireScope(ctx, "api_key:write");
  const input = createApiKeyInput.parse(raw);
  if (ctx.actor.kind !== "user") throw personOnly();
  const createdBy = ctx.actor.userId;
  const scopes = [...new Set(input.scopes)];
  for (const scope of scopes) requireScope(ctx, scope);
  const apiKeyId = newId();
  const key = apiKeyPrefix + newToken();
  const prefix = key.slice(0, apiKeyPrefix.length + 8);
  const expiresAt = input.expiresInDays ? new Date(ctx.now.getTime() + input.expiresInDays * dayMs) : null;
  const { workspaceId } = ctx;
  await withWorkspace(ctx, async (tx) => {
    await tx.insert(apiKeys).values({
      id: apiKeyId,
      workspaceId,
      name: input.name,
      prefix,
      scopes,
      createdBy,
      expiresAt,
      createdAt: ctx.now,
    });
    await tx.insert(apiKeyHashes).values({ keyHash: sha256(key), apiKeyId, workspaceId, expiresAt });
    await audit(tx, ctx, {
      action: "api_key.created",
      subjectKind: "api_key",
      subjectId: apiKeyId,
      after: { name: input.name, prefix, scopes, expiresAt },
    });
  });
  return { apiKeyId, key, prefix, expiresAt: expiresAt?.toISOString() ?? null };
}

function personOnly(): AppError {
  return new AppError("forbidden", {
    message: "API keys are made by a signed-in person, not by another key.",
    fix: "Sign in and make the key under Settings, API keys.",
  });
}
