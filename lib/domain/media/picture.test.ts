import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanFileName, readPicture } from "./picture";

const hex = (text: string, pad = 0) =>
  Buffer.concat([Buffer.from(text.replaceAll(" ", ""), "hex"), Buffer.alloc(pad)]);

test("the four formats, by their headers", () => {
  const jpeg =
    "ffd8 ffe0 0010 4a46494600 0101 0000 0100 0100 00 ff ffc0 0011 08 0120 0280 03 0122 00 0211 01 0311 01";
  expect(readPicture(hex(jpeg, 20))).toMatchObject({ mime: "image/jpeg", width: 640, height: 288 });
  expect(readPicture(hex("474946383961 4000 3000 000000", 5))).toMatchObject({
    mime: "image/gif",
    width: 64,
    height: 48,
  });
  const webp = (chunk: string, rest: string) =>
    hex(`52494646 00000000 57454250 ${chunk} 00000000 ${rest}`, 20);
  const size = { width: 300, height: 200 };
  expect(readPicture(webp("56503858", "00000000 2b0100 c70000"))).toMatchObject({
    mime: "image/webp",
    ...size,
  });
  expect(readPicture(webp("56503820", "000000 9d012a 2c01 c800"))).toMatchObject(size);
  expect(readPicture(webp("5650384c", "2f 2bc13100"))).toMatchObject(size);
});

test("no bytes make it throw", () => {
  const starts = [
    "ffd8",
    "89504e470d0a1a0a",
    "474946383961",
    "52494646",
    "ffd8ffff",
    "52494646000000005745425056503858",
  ];
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 80 }), (start, rest) => {
      readPicture(Buffer.concat([Buffer.from(start, "hex"), rest]));
    }),
    { numRuns: 3000 },
  );
  expect(readPicture(new Uint8Array())).toBeNull();
});

test("file names lose folders, odd signs and false endings", () => {
  expect(cleanFileName("C:\\fakepath\\My photo.JPEG", "jpg")).toBe("My photo.jpg");
  expect(cleanFileName('a/b/"<x>".png\r\n', "png")).toBe("x.png");
  expect(cleanFileName("..", "gif")).toBe("picture.gif");
  expect(cleanFileName("été 2026.png", "webp")).toBe("été 2026.webp");
});
