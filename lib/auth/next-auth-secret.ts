import "server-only";
import { deriveBytes } from "@/lib/crypto/hash";
import { env } from "@/lib/env";

/** next-auth's own secret, derived so that there is one to keep. */
export function nextAuthSecret(): string {
  return deriveBytes(env().CONNECTUS_SECRET, "next-auth").toString("hex");
}
