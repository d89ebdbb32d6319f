import { createHash, createHmac, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { env } from "../env";

/** 256 random bits in 43 letters that need no escaping in a URL. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** For random tokens only: what people choose or know needs `keyedHash` or a password hash. */
export function sha256(text: string | Uint8Array): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Equality without the plain text, stable while CONNECTUS_SECRET stays. Each purpose has its own key. */
export function keyedHash(purpose: string, text: string): Buffer {
  return createHmac("sha256", deriveBytes(env().CONNECTUS_SECRET, `hash ${purpose}`))
    .update(text)
    .digest();
}

export function emailHash(email: string): Buffer {
  return keyedHash("email", normalEmail(email));
}

export function normalEmail(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}

export function deriveBytes(key: KeyObject | string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", key, "", `connectus ${purpose}`, 32));
}
