import { z } from "zod";

const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  );

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  DATABASE_URL: z.string().min(1),
  DATABASE_URL_DIRECT: z.string().optional(),
  DATABASE_URL_SYSTEM: z.string().optional(),
  DATABASE_DRIVER: z.enum(["pg", "neon"]).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  CONNECTUS_SECRET: z.string().min(32),
  CONNECTUS_DIR: z.string().default(".connectus"),
  CONNECTUS_URL: z.url(),
  CONNECTUS_WEBHOOK_URL: z.url().optional(),
  CONNECTUS_ALLOW_HOSTS: list,
  /** How many reverse proxies of ours stand in front and append to X-Forwarded-For. */
  CONNECTUS_TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  CONNECTUS_OPEN_SIGN_UP: z.stringbool().default(false),
  CONNECTUS_DEMO: z.stringbool().default(false),
  CONNECTUS_SANDBOX_URL: z.url().optional(),
  CONNECTUS_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  CONNECTUS_KDF_ITERATIONS: z.coerce.number().int().min(100_000).default(600_000),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  INNGEST_BASE_URL: z.string().optional(),
  SMTP_URL: z.string().optional(),
});

export type Env = z.infer<typeof schema>;

let cached: Env | undefined;

/** Reads and checks the environment once. Throws one sentence per wrong or missing value. */
export function env(): Env {
  cached ??= readEnv(process.env);
  return cached;
}

/** For tests and launchers that change `process.env` after the first read. */
export function resetEnv(): void {
  cached = undefined;
}

export function readEnv(source: Record<string, string | undefined>): Env {
  const filled = {
    ...dropEmpty(source),
    CONNECTUS_SECRET:
      source.CONNECTUS_SECRET || source.INTEGRATION_APP_SECRET || source.ENCRYPTION_KEY || undefined,
    CONNECTUS_WEBHOOK_URL: source.CONNECTUS_WEBHOOK_URL || source.WEBHOOK_BASE_URL || undefined,
    CONNECTUS_URL: source.CONNECTUS_URL || `http://localhost:${source.PORT || 3000}`,
  };
  const parsed = schema.safeParse(filled);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => explain(String(issue.path[0]), issue.message));
  throw new Error(`Connectus cannot start:\n  ${lines.join("\n  ")}`);
}

function dropEmpty(source: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value)) as Record<string, string>;
}

function explain(name: string, message: string): string {
  if (name === "CONNECTUS_SECRET") {
    return "CONNECTUS_SECRET must be at least 32 characters. Make one with: node -e \"console.log(require('crypto').randomBytes(32).toString('base64'))\"";
  }
  if (name === "DATABASE_URL") {
    return "DATABASE_URL is missing. Run npm start for the built-in database, or set it to the app role of your Postgres.";
  }
  return `${name}: ${message}`;
}

/** App credentials of an OAuth connector, e.g. HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET. */
export function oauthApp(slug: string): { clientId: string; clientSecret: string } | null {
  const prefix = slug.toUpperCase().replaceAll("-", "_");
  const clientId = process.env[`${prefix}_CLIENT_ID`];
  const clientSecret = process.env[`${prefix}_CLIENT_SECRET`];
  return clientId && clientSecret ? { clientId, clientSecret } : null;
}

/** `CONNECTUS_BASE_URL_<SLUG>`: stands for every origin of the connector, each at `${base}/<originKey>`. */
export function baseUrlOverride(slug: string): string | null {
  const value = process.env[`CONNECTUS_BASE_URL_${slug.toUpperCase().replaceAll("-", "_")}`];
  return value ? value.replace(/\/+$/, "") : null;
}
