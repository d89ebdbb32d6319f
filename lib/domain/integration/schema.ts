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
  autoSync: z.boolean(),
  syncInterval: whole(1, 10_080),
  batchSize: whole(1, 1000),
  timeoutMs: whole(1000, 120_000),
  /** When the worker starts, a sync that is due later comes at once. */
  syncOnStartup: z.boolean(),
  syncOnSchedule: z.boolean(),
  /** Which objects are kept in step; null = all the connector reads. */
  objects: z.array(z.string().min(1).max(100)).max(100).nullable(),
});
export type SyncSettings = z.infer<typeof SyncSettings>;

/** Our own ceiling per account; the platform's limits apply besides. `burstLimit`: calls in any one second. */
export const RateLimitSettings = z.strictObject({
  requestsPerMinute: whole(1, 1_000_000),
  requestsPerHour: whole(1, 10_000_000),
  requestsPerDay: whole(1, 100_000_000),
  burstLimit: whole(1, 100_000),
});
export type RateLimitSettings = z.infer<typeof RateLimitSettings>;

/** `retryDelay` in milliseconds: doubling with each try, or the same each time without `exponentialBackoff`. */
export const ErrorHandlingSettings = z.strictObject({
  maxRetries: whole(0, 20),
  retryDelay: whole(100, 3_600_000),
  exponentialBackoff: z.boolean(),
});
export type ErrorHandlingSettings = z.infer<typeof ErrorHandlingSettings>;

export const IntegrationSettings = z.strictObject({
  sync: SyncSettings,
  rateLimits: RateLimitSettings,
  errorHandling: ErrorHandlingSettings,
});
export type IntegrationSettings = z.infer<typeof IntegrationSettings>;

export const defaultSettings: IntegrationSettings = {
  sync: {
    autoSync: true,
    syncInterval: 60,
    batchSize: 100,
    timeoutMs: 30_000,
    syncOnStartup: true,
    syncOnSchedule: true,
    objects: null,
  },
  rateLimits: { requestsPerMinute: 100, requestsPerHour: 1000, requestsPerDay: 10_000, burstLimit: 20 },
  errorHandling: {
    maxRetries: 3,
    retryDelay: 1000,
    exponentialBackoff: true,
  },
};

/** Given values replace stored ones; what is left out stays. */
export const SettingsPatch = z.strictObject({
  sync: SyncSettings.partial().optional(),
  rateLimits: RateLimitSettings.partial().optional(),
  errorHandling: ErrorHandlingSettings.partial().optional(),
});
export type SettingsPatch = z.infer<typeof SettingsPatch>;

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
  /** When given it must be the integration's own connector. */
  provider: z.string().max(64).optional(),
  /** Own path to come back to, e.g. `/integrations/add`. Anything else is ignored. */
  returnTo: z.string().max(500).optional(),
});
export type StartOauth = z.input<typeof StartOauth>;

export const ConnectIntegration = StartOauth.extend({ fields: FieldValues.optional() });
export type ConnectIntegration = z.input<typeof ConnectIntegration>;

export const ListIntegrations = z.strictObject({
  q: z.string().trim().max(200).optional(),
  status: z.enum(integrationStatuses).optional(),
  category: z.enum(categories).optional(),
  connector: z.string().max(64).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(100).default(25),
});
export type ListIntegrations = z.input<typeof ListIntegrations>;
