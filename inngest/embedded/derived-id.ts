import { createHash } from "node:crypto";

/** A uuid (version 8) that is always the same for the same parts: what is done twice gets one id. */
export function derivedId(...parts: string[]): string {
  const hex = createHash("sha256").update(parts.join("\n")).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
