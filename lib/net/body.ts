import { promisify } from "node:util";
import { gunzip, inflate, inflateRaw } from "node:zlib";
import { NetFailure } from "./failure";

const inflaters = { gzip: promisify(gunzip), zlib: promisify(inflate), raw: promisify(inflateRaw) };

/** Collects a body, at most `maxBytes` of it on the wire and after decoding. */
export async function readBody(
  stream: AsyncIterable<Uint8Array>,
  options: { encoding: string | undefined; maxBytes: number; host: string },
): Promise<Buffer> {
  const encoding = (options.encoding ?? "").trim().toLowerCase();
  if (!["", "identity", "gzip", "x-gzip", "deflate"].includes(encoding)) {
    throw new NetFailure("bad_encoding", `${options.host} answered in the encoding "${safe(encoding)}".`, {
      sent: true,
    });
  }
  const raw = await collect(stream, options);
  if (encoding === "" || encoding === "identity" || raw.length === 0) return raw;
  return decode(raw, encoding, options);
}

async function collect(
  stream: AsyncIterable<Uint8Array>,
  options: { maxBytes: number; host: string },
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > options.maxBytes) throw tooLarge(options);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function decode(
  raw: Buffer,
  encoding: string,
  options: { maxBytes: number; host: string },
): Promise<Buffer> {
  // "deflate" means zlib by the standard and a bare stream with some servers; the first byte tells.
  const kind = encoding !== "deflate" ? "gzip" : ((raw[0] ?? 0) & 0x0f) === 8 ? "zlib" : "raw";
  try {
    return await inflaters[kind](raw, { maxOutputLength: options.maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(options);
    throw new NetFailure("bad_encoding", `${options.host} sent a damaged ${encoding} answer.`, {
      sent: true,
      cause: error,
    });
  }
}

function tooLarge(options: { maxBytes: number; host: string }): NetFailure {
  const size =
    options.maxBytes >= 1024 * 1024
      ? `${Math.round(options.maxBytes / 1024 / 1024)} MB`
      : `${options.maxBytes} bytes`;
  return new NetFailure("too_large", `${options.host} answered with more than ${size}.`, { sent: true });
}

function safe(text: string): string {
  return text.replaceAll(/[^a-z0-9, -]/g, "").slice(0, 40);
}
