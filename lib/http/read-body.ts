import { AppError } from "@/lib/errors";
import { requireCleanText } from "./clean-text";

export const maxJsonBytes = 1_048_576;

/** The body's bytes, at most `maxBytes`; stops reading as soon as there is more. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > maxBytes) {
      await reader?.cancel().catch(() => undefined);
      throw tooLarge(maxBytes);
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks, size);
}

/** Strict UTF-8, strict JSON, no `__proto__`. Undefined for an empty body. */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.byteLength === 0) return undefined;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw badBody("The body is not valid UTF-8.");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badBody("The body is not valid JSON.");
  }
  requireCleanText(value);
  return value;
}

export function requireJsonType(request: Request): void {
  requireMediaType(request, ["application/json"]);
}

export function requireMediaType(request: Request, types: readonly string[]): void {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type && types.includes(type)) return;
  throw new AppError("unsupported_media_type", {
    message: `The body must be ${types.join(" or ")}.`,
    fix: "Set the content-type header to match the body.",
  });
}

function tooLarge(maxBytes: number): AppError {
  return new AppError("payload_too_large", {
    message: `The body is larger than ${Math.round(maxBytes / 1024)} KiB.`,
    fix: "Send less at once.",
  });
}

function badBody(message: string): AppError {
  return new AppError("invalid_input", { message, fix: "Send one JSON value encoded as UTF-8." });
}
