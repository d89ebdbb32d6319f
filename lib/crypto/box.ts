import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { VaultError } from "./vault-error";

/** Format version; part of the associated data, so that a newer reader cannot be talked into older rules. */
const version = "v1";
const saltBytes = 32;
const ivBytes = 16;
const tagBytes = 16;
const headBytes = saltBytes + ivBytes + tagBytes;
const pattern = /^v1\.([a-z]?\d{1,9})\.([A-Za-z0-9_-]+)$/;

/**
 * `v1.<keyId>.<base64url(salt 32 | iv 16 | tag 16 | ciphertext)>`, AES-256-GCM. The key of each encryption is
 * HKDF-SHA-256(`key`, salt). `place` names what the text belongs to; it only opens for the same place.
 */
export function sealBox(key: KeyObject, keyId: string, place: readonly string[], plain: Buffer): string {
  const salt = randomBytes(saltBytes);
  const iv = randomBytes(ivBytes);
  const oneTimeKey = deriveKey(key, salt);
  const cipher = createCipheriv("aes-256-gcm", oneTimeKey, iv, { authTagLength: tagBytes });
  oneTimeKey.fill(0);
  cipher.setAAD(associatedData(keyId, place));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return `${version}.${keyId}.${Buffer.concat([salt, iv, cipher.getAuthTag(), sealed]).toString("base64url")}`;
}

/** The caller wipes the returned buffer. @throws VaultError */
export function openBox(key: KeyObject, place: readonly string[], sealed: string): Buffer {
  const { keyId, bytes } = parseBox(sealed);
  const oneTimeKey = deriveKey(key, bytes.subarray(0, saltBytes));
  const iv = bytes.subarray(saltBytes, saltBytes + ivBytes);
  const decipher = createDecipheriv("aes-256-gcm", oneTimeKey, iv, { authTagLength: tagBytes });
  oneTimeKey.fill(0);
  decipher.setAAD(associatedData(keyId, place));
  decipher.setAuthTag(bytes.subarray(saltBytes + ivBytes, headBytes));
  const plain = decipher.update(bytes.subarray(headBytes));
  try {
    decipher.final();
    return plain;
  } catch {
    plain.fill(0);
    throw new VaultError("A stored secret does not open: it was changed, moved, or sealed with another key.");
  }
}

export function boxKeyId(sealed: string): string {
  return parseBox(sealed).keyId;
}

function parseBox(sealed: string): { keyId: string; bytes: Buffer } {
  const match = pattern.exec(sealed);
  const keyId = match?.[1];
  const text = match?.[2];
  if (!keyId || !text) throw new VaultError("A stored secret is not in a form that this version knows.");
  const bytes = Buffer.from(text, "base64url");
  // Node ignores stray bits in the last letter; one ciphertext shall have one spelling.
  if (bytes.length < headBytes || bytes.toString("base64url") !== text) {
    throw new VaultError("A stored secret is incomplete.");
  }
  return { keyId, bytes };
}

function deriveKey(key: KeyObject, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", key, salt, "connectus box v1", 32));
}

// JSON keeps the parts apart: ["a","bc"] and ["ab","c"] never read the same.
function associatedData(keyId: string, place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify([version, keyId, ...place]));
}
