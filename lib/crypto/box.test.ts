import { createSecretKey, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { boxKeyId, openBox, sealBox } from "./box";

const key = createSecretKey(randomBytes(32));
const place = ["workspace", "w1", "s1", "token"];
const plain = Buffer.from("a secret — ein Geheimnis");
const head = 32 + 16 + 16;

function bytesOf(sealed: string): Buffer {
  return Buffer.from(sealed.split(".")[2] ?? "", "base64url");
}

function withBytes(bytes: Buffer): string {
  return `v1.1.${bytes.toString("base64url")}`;
}

test("what is sealed opens again, whatever it holds", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
      const sealed = sealBox(key, "1", place, Buffer.from(bytes));
      expect(openBox(key, place, sealed).equals(Buffer.from(bytes))).toBe(true);
    }),
  );
});

test("the form is v1.<key id>.<salt 32 | iv 16 | tag 16 | ciphertext>", () => {
  const sealed = sealBox(key, "7", place, plain);
  expect(sealed).toMatch(/^v1\.7\.[A-Za-z0-9_-]+$/);
  expect(boxKeyId(sealed)).toBe("7");
  expect(bytesOf(sealed)).toHaveLength(head + plain.length);
});

test("every single flipped bit is noticed: salt, iv, tag and ciphertext", () => {
  const whole = bytesOf(sealBox(key, "1", place, plain));
  let refused = 0;
  for (let bit = 0; bit < whole.length * 8; bit += 1) {
    const bytes = Buffer.from(whole);
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => openBox(key, place, withBytes(bytes))).toThrow(/does not open/);
    refused += 1;
  }
  expect(refused).toBe((head + plain.length) * 8);
});

test("another key, key id, version or any other part of the place does not open", () => {
  const sealed = sealBox(key, "1", place, plain);
  expect(() => openBox(createSecretKey(randomBytes(32)), place, sealed)).toThrow(/does not open/);
  expect(() => openBox(key, place, sealed.replace("v1.1.", "v1.2."))).toThrow(/does not open/);
  expect(() => openBox(key, place, sealed.replace("v1.", "v2."))).toThrow(/not in a form/);
  for (let part = 0; part < place.length; part += 1) {
    const other = place.map((text, index) => (index === part ? `${text}x` : text));
    expect(() => openBox(key, other, sealed)).toThrow(/does not open/);
  }
  // The same letters divided elsewhere are another place.
  expect(() => openBox(key, ["workspace", "w1s1", "", "token"], sealed)).toThrow(/does not open/);
});

test("truncated, extended, respelled and foreign texts are refused", () => {
  const sealed = sealBox(key, "1", place, plain);
  const bytes = bytesOf(sealed);
  for (let length = 0; length < bytes.length; length += 1) {
    expect(() => openBox(key, place, withBytes(bytes.subarray(0, length)))).toThrow(/stored secret/);
  }
  expect(() => openBox(key, place, withBytes(Buffer.concat([bytes, Buffer.of(0)])))).toThrow(/does not open/);
  for (const text of ["", "v1", "v1.1.", "v1.1.!!!!", `${sealed}=`, `${sealed} `, `${sealed}\n`, "secret"]) {
    expect(() => openBox(key, place, text)).toThrow(/stored secret/);
  }
});

test("10,000 encryptions of one text: no salt, iv or ciphertext comes twice", () => {
  const salts = new Set<string>();
  const ivs = new Set<string>();
  const texts = new Set<string>();
  for (let round = 0; round < 10_000; round += 1) {
    const bytes = bytesOf(sealBox(key, "1", place, plain));
    salts.add(bytes.toString("hex", 0, 32));
    ivs.add(bytes.toString("hex", 32, 48));
    texts.add(bytes.toString("hex", head));
  }
  expect([salts.size, ivs.size, texts.size]).toEqual([10_000, 10_000, 10_000]);
});
