import type { z } from "zod";
import { ProviderFailure } from "./failure";

/**
 * The body as the wire schema says, or a failure that names the first place where it differs (never a value).
 * @throws ProviderFailure unexpected_shape
 */
export function parseWire<T extends z.ZodType>(schema: T, body: unknown, what: string): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.map(String).join(".") || "the answer";
  throw new ProviderFailure("unexpected_shape", `${what}: ${place} is not as the platform documents it.`);
}
