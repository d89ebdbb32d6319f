export interface PictureFacts {
  mime: "image/png" | "image/jpeg" | "image/gif" | "image/webp";
  extension: string;
  width: number;
  height: number;
}

/** What the bytes say: format by magic number, size by header. Null when it is none of the four, or broken. */
export function readPicture(bytes: Uint8Array): PictureFacts | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = readPng(view) ?? readGif(view) ?? readJpeg(view) ?? readWebp(view);
  return found && found.width > 0 && found.height > 0 ? found : null;
}

// https://www.w3.org/TR/png-3/#5PNG-file-signature
function readPng(view: Buffer): PictureFacts | null {
  const signature = "89504e470d0a1a0a";
  if (view.length < 33 || view.toString("hex", 0, 8) !== signature) return null;
  if (view.toString("latin1", 12, 16) !== "IHDR") return null;
  const size = { width: view.readUInt32BE(16), height: view.readUInt32BE(20) };
  return { mime: "image/png", extension: "png", ...size };
}

function readGif(view: Buffer): PictureFacts | null {
  if (view.length < 13 || !/^GIF8[79]a$/.test(view.toString("latin1", 0, 6))) return null;
  return { mime: "image/gif", extension: "gif", width: view.readUInt16LE(6), height: view.readUInt16LE(8) };
}

// Walks the segments to the first start-of-frame; https://www.w3.org/Graphics/JPEG/itu-t81.pdf, table B.1.
function readJpeg(view: Buffer): PictureFacts | null {
  if (view.length < 4 || view.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 < view.length) {
    if (view[at] !== 0xff) return null;
    const marker = view[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const size = { height: view.readUInt16BE(at + 5), width: view.readUInt16BE(at + 7) };
      return { mime: "image/jpeg", extension: "jpg", ...size };
    }
    const hasNoLength = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += hasNoLength ? 2 : 2 + view.readUInt16BE(at + 2);
  }
  return null;
}

// https://developers.google.com/speed/webp/docs/riff_container
function readWebp(view: Buffer): PictureFacts | null {
  if (view.length < 30 || view.toString("latin1", 0, 4) !== "RIFF") return null;
  if (view.toString("latin1", 8, 12) !== "WEBP") return null;
  const size = webpSize(view, view.toString("latin1", 12, 16));
  return size && { mime: "image/webp", extension: "webp", ...size };
}

function webpSize(view: Buffer, chunk: string): { width: number; height: number } | null {
  if (chunk === "VP8X") return { width: view.readUIntLE(24, 3) + 1, height: view.readUIntLE(27, 3) + 1 };
  if (chunk === "VP8 ") {
    return { width: view.readUInt16LE(26) & 0x3fff, height: view.readUInt16LE(28) & 0x3fff };
  }
  if (chunk !== "VP8L") return null;
  const bits = view.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** Without folders and control characters, and with the ending its bytes deserve. */
export function cleanFileName(name: string, extension: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? "";
  const stem = base
    .replace(/[\p{Cc}\p{Surrogate}"<>:|?*]/gu, "")
    .trim()
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .replace(/^\.+/, "")
    .slice(0, 150);
  return `${stem || "picture"}.${extension}`;
}
