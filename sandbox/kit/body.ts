import type { IncomingMessage } from "node:http";

export class BodyTooLarge extends Error {
  override name = "BodyTooLarge";
}

/** The whole body. Rejects with BodyTooLarge past `limit` bytes; the rest is read and dropped so the answer arrives. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size <= limit) chunks.push(bytes);
  }
  if (size > limit) throw new BodyTooLarge(`a body of ${size} bytes; the limit is ${limit}`);
  return Buffer.concat(chunks);
}
