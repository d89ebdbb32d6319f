import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { toDict } from "../kit/json";
import { admin, ask, basic, fields, testSandbox } from "../testing/ask";
import { drawPicture, imageSize } from "./image";

const sandbox = testSandbox();
const bytes = drawPicture(3, 40, 30);
const media = () => `${sandbox.url}/wordpress/wp-json/wp/v2/media`;
const png = { "content-type": "image/png", "content-disposition": 'attachment; filename="Summer photo.png"' };
const upload = (headers: Record<string, string>, raw: BodyInit | Buffer = bytes) =>
  ask(media(), { method: "POST", headers: { ...admin, ...headers }, raw });

test("raw bytes become a media item whose file comes back byte for byte", async () => {
  const made = await upload({ ...png, "content-md5": createHash("md5").update(bytes).digest("hex") });
  const item = fields(made);
  expect([made.status, item.media_type, item.mime_type]).toEqual([201, "image", "image/png"]);
  expect(toDict(item.media_details)).toMatchObject({ width: 40, height: 30, filesize: bytes.length });
  expect(String(item.source_url)).toMatch(/\/wp-content\/uploads\/\d{4}\/\d{2}\/Summer-photo\.png$/);
  const file = await fetch(String(item.source_url));
  expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
  const named = fields(
    await ask(`${media()}/${String(item.id)}`, {
      headers: admin,
      json: { alt_text: "A sea", caption: "Demo" },
    }),
  );
  expect([named.alt_text, toDict(named.caption).raw]).toEqual(["A sea", "Demo"]);
  const twin = fields(await upload(png));
  expect(String(twin.source_url)).toMatch(/Summer-photo-2\.png$/);
});

test("a form with the part `file` does the same", async () => {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(bytes)], { type: "image/png" }), "from-a-form.png");
  form.set("alt_text", "From a form");
  const item = fields(await upload({}, form));
  expect([item.slug, item.alt_text]).toEqual(["from-a-form", "From a form"]);
});

test("each way of uploading it wrong has its own error", async () => {
  const { "content-disposition": _name, ...unnamed } = png;
  const outcomes = [
    await upload(unnamed),
    await upload({ ...png, "content-disposition": "attachment" }),
    await upload({ ...png, "content-disposition": 'attachment; filename="no-extension"' }),
    await upload({ ...png, "content-disposition": 'attachment; filename="page.php"' }),
    await upload({ ...png, "content-md5": "5d41402abc4b2a76b9719d911017c592" }),
    await upload(png, Buffer.from("not a picture at all")),
    await upload({ ...png, ...basic("contributor", "cont DEMO cont DEMO cont DEMO") }),
  ].map((answer) => [answer.status, fields(answer).code]);
  expect(outcomes).toEqual([
    [400, "rest_upload_no_content_disposition"],
    [400, "rest_upload_invalid_disposition"],
    [500, "rest_upload_sideload_error"],
    [500, "rest_upload_sideload_error"],
    [412, "rest_upload_hash_mismatch"],
    [500, "rest_upload_sideload_error"],
    [403, "rest_cannot_create"],
  ]);
});

test("the Content-MD5 vector of the documents fits its body", async () => {
  const headers = { "content-type": "text/plain", "content-disposition": 'attachment; filename="hello.txt"' };
  const right = await upload({ ...headers, "content-md5": "5d41402abc4b2a76b9719d911017c592" }, "hello");
  expect([right.status, fields(right).media_type]).toEqual([201, "file"]);
});

test("media go only by force, and the file goes with them", async () => {
  const item = fields(await upload(png));
  const soft = await ask(`${media()}/${String(item.id)}`, { method: "DELETE", headers: admin });
  expect([soft.status, fields(soft).code]).toEqual([501, "rest_trash_not_supported"]);
  await ask(`${media()}/${String(item.id)}?force=true`, { method: "DELETE", headers: admin });
  expect((await ask(String(item.source_url))).status).toBe(404);
});

test("width and height are read from the bytes", () => {
  const gif = Buffer.from("R0lGODlhAgADAIAAAP///wAAACwAAAAAAgADAAACAoRRADs=", "base64");
  expect([imageSize(bytes), imageSize(gif), imageSize(Buffer.from("hello"))]).toEqual([
    { width: 40, height: 30 },
    { width: 2, height: 3 },
    undefined,
  ]);
});
