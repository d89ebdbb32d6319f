import { z } from "zod";
import { integrationStatuses } from "@/drizzle/schema/enums";
import { categories } from "@/lib/connectors/kit/manifest";
import { parsePublicId } from "@/lib/ids";

/** `int_…` or a bare uuid; the parsed value is the uuid. */
export const IntegrationId = z.string().transform((value, check) => {
  const id = parsePublicId("integration", value);
  if (id) return id;
  check.addIssue({ code: "custom", message: "This is not the id of an integration." });
  return z.NEVER;
});

const whole = (min: number, max: number) => z.number().int().min(min).max(max);

/** The customer's names. `syncInterval` in minutes, `timeoutMs` in milliseconds. */
export const SyncSettings = z.strictObject({
  autoSync: z.boolean().default(true),
  syncInterval: whole(1, 10_080).default(60),
  batchSize: whole(1, 1000).default(100),
  retryAttempts: whole(0, 10).default(3),
  timeoutMs: whole(1000, 120_000).default(30_000),
  syncOnStartup: z.boolean().default(true),
  syncOnSchedule: z.boolean().default(true),
  /** Which objects are kept in step; null = all the connector reads. */
  objects: z.array(z.string().min(1).max(100)).max(100).nullable().default(null),
});
export type SyncSettings = z.infer<typeof SyncSettings>;

/** Our own ceiling per account; the platform's limits apply besides. `burstLimit`: calls in any one second. */
export const RateLimitSettings = z.strictObject({
  requestsPerMinute: whole(1, 1_000_000).default(100),
  requestsPerHour: whole(1, 10_000_000).default(1000),
  requestsPerDay: whole(1, 100_000_000).default(10_000),
  burstLimit: whole(1, 100_000).default(20),
});
export type RateLimitSettings = z.infer<typeof RateLimitSettings>;

/** `retryDelay` in milliseconds. */
export const ErrorHandlingSettings = z.strictObject({
  maxRetries: whole(0, 20).default(3),
  retryDelay: whole(100, 3_600_000).default(1000),
  exponentialBackoff: z.boolean().default(true),
  deadLetterQueue: z.boolean().default(true),
  alertOnFailure: z.boolean().default(true),
});
export type ErrorHandlingSettings = z.infer<typeof ErrorHandlingSettings>;

export const IntegrationSettings = z.strictObject({
  sync: SyncSettings.prefault({}),
  rateLimits: RateLimitSettings.prefault({}),
  errorHandling: ErrorHandlingSettings.prefault({}),
});
export type IntegrationSettings = z.infer<typeof IntegrationSettings>;

/** Given parts replace stored parts; what is left out stays. No defaults here: they would overwrite. */
export const SettingsPatch = z.strictObject({
  sync: patchOf(SyncSettings).optional(),
  rateLimits: patchOf(RateLimitSettings).optional(),
  errorHandling: patchOf(ErrorHandlingSettings).optional(),
});
export type SettingsPatch = z.infer<typeof SettingsPatch>;

function patchOf<S extends Record<string, z.ZodDefault>>(group: z.ZodObject<S>) {
  const bare = Object.fromEntries(
    Object.entries(group.shape).map(([key, field]) => [key, (field as z.ZodDefault).unwrap()]),
  ) as { [K in keyof S]: S[K] extends z.ZodDefault<infer T> ? T : never };
  return z.strictObject(bare).partial();
}

const Name = z
  .string()
  .trim()
  .min(1, "Give the integration a name.")
  .max(120, "A name has at most 120 characters.");

/** Values of a connection form by field key. Checked against the connector's declared fields by the verb. */
export const FieldValues = z.record(z.string().max(64), z.string().max(4096, "This value is too long."));

export const CreateIntegration = z.strictObject({
  connector: z.string().min(1).max(64),
  name: Name.optional(),
  /** Non-secret fields. */
  config: FieldValues.optional(),
  /** Secret fields; with these the account is checked and connected at once. */
  credentials: FieldValues.optional(),
});
export type CreateIntegration = z.input<typeof CreateIntegration>;

export const UpdateIntegration = z.strictObject({
  integrationId: IntegrationId,
  /** The version the change was made on; another one meanwhile → conflict. */
  version: z.number().int().min(1).optional(),
  name: Name.optional(),
  settings: SettingsPatch.optional(),
});
export type UpdateIntegration = z.input<typeof UpdateIntegration>;

export const OneIntegration = z.strictObject({ integrationId: IntegrationId });
export type OneIntegration = z.input<typeof OneIntegration>;

export const PauseIntegration = OneIntegration.extend({ reason: z.string().trim().max(300).optional() });
export type PauseIntegration = z.input<typeof PauseIntegration>;

export const ConnectWithFields = z.strictObject({ integrationId: IntegrationId, fields: FieldValues });
export type ConnectWithFields = z.input<typeof ConnectWithFields>;

export const StartOauth = z.strictObject({
  integrationId: IntegrationId,
  /** Own path to come back to, e.g. `/integrations/add`. Anything else is ignored. */
  returnTo: z.string().max(500).optional(),
});
export type StartOauth = z.input<typeof StartOauth>;

export const ListIntegrations = z.strictObject({
  q: z.string().trim().max(200).optional(),
  status: z.enum(integrationStatuses).optional(),
  category: z.enum(categories).optional(),
  connector: z.string().max(64).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(100).default(25),
});
export type ListIntegrations = z.input<typeof ListIntegrations>;
