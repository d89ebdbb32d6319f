import { z } from "zod";
import { type Scope, scopeTexts } from "@/lib/access/scopes";

const scopeNames = Object.keys(scopeTexts) as [Scope, ...Scope[]];

export const createApiKeyInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, { message: "The key needs a name." })
    .max(80, { message: "Use at most 80 characters." }),
  scopes: z
    .array(z.enum(scopeNames))
    .min(1, { message: "Choose at least one right." })
    .max(scopeNames.length),
  /** Null = does not expire. */
  expiresInDays: z.number().int().min(1).max(3650).nullable().default(null),
});
export type CreateApiKeyInput = z.input<typeof createApiKeyInput>;

export const revokeApiKeyInput = z.strictObject({ apiKeyId: z.uuid() });
export type RevokeApiKeyInput = z.infer<typeof revokeApiKeyInput>;
