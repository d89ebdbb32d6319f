import { deflateSync } from "node:zlib";
import { expect, type Page } from "@playwright/test";

export interface Article {
  title: string;
  body: string;
  excerpt: string;
  pictureAlt: string;
}

export class ComposerPage {
  constructor(private readonly page: Page) {}

  async write(article: Article): Promise<void> {
    await this.page.goto("/content/new");
    await this.page.getByLabel("Title").fill(article.title);
    await this.page.getByLabel("Text", { exact: true }).fill(article.body);
    await this.page.getByLabel("Excerpt").fill(article.excerpt);
    await this.page.getByLabel("Cover picture", { exact: true }).setInputFiles({
      name: "demo-cover.png",
      mimeType: "image/png",
      buffer: plainPng(320, 180),
    });
    await this.page.getByLabel("Alternative text").fill(article.pictureAlt);
  }

  /** The address of the released article. */
  async publish(): Promise<string> {
    await this.page.getByRole("button", { name: "Publish", exact: true }).click();
    const places = this.page.getByRole("list", { name: "Where it was published" });
    await expect(places.getByText("Published", { exact: true })).toBeVisible({ timeout: 30_000 });
    const link = places.getByRole("link", { name: /Open on the site/ });
    return (await link.getAttribute("href")) ?? "";
  }
}

/** A PNG of one colour, made here so that no file has to be kept. https://www.w3.org/TR/png-3/ */
function plainPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([67, 83, 208]))]);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

function crc32(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
