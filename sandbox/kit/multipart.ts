export interface Part {
  name: string;
  fileName?: string;
  contentType?: string;
  bytes: Buffer;
}

/** The parts of a multipart/form-data body (RFC 7578); undefined when the body is not one. */
export function parseMultipart(contentType: string, body: Buffer): Part[] | undefined {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (!boundary) return undefined;
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let start = body.indexOf(delimiter);
  if (start < 0) return undefined;
  for (;;) {
    start += delimiter.length;
    if (body.subarray(start, start + 2).toString() === "--") return parts;
    const end = body.indexOf(Buffer.concat([Buffer.from("\r\n"), delimiter]), start);
    if (end < 0) return undefined;
    const part = parsePart(body.subarray(start + 2, end));
    if (part) parts.push(part);
    start = end + 2;
  }
}

function parsePart(bytes: Buffer): Part | undefined {
  const split = bytes.indexOf("\r\n\r\n");
  if (split < 0) return undefined;
  const headers = bytes.subarray(0, split).toString("utf8");
  const disposition = /content-disposition:[^\r\n]*/i.exec(headers)?.[0] ?? "";
  const name = /[; ]name="([^"]*)"/i.exec(disposition)?.[1];
  if (name === undefined) return undefined;
  return {
    name,
    fileName: /filename="([^"]*)"/i.exec(disposition)?.[1],
    contentType: /content-type:\s*([^\r\n;]+)/i.exec(headers)?.[1]?.trim(),
    bytes: bytes.subarray(split + 4),
  };
}
