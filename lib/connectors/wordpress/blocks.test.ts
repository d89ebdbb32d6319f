import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEntities, parseHtml } from "../kit/html";
import { toBlocks } from "./blocks";

const sha = "c0".repeat(32);
const uploaded = { [sha]: { externalId: "12", url: "https://blog.example.com/ctx.png" } };

describe("blocks", () => {
  it.each([
    ["<p>Text <em>x</em></p>", "<!-- wp:paragraph -->\n<p>Text <em>x</em></p>\n<!-- /wp:paragraph -->"],
    ["loose <b>text</b>", "<!-- wp:paragraph -->\n<p>loose <b>text</b></p>\n<!-- /wp:paragraph -->"],
    [
      "<h3>T</h3>",
      '<!-- wp:heading {"level":3} -->\n<h3 class="wp-block-heading">T</h3>\n<!-- /wp:heading -->',
    ],
    [
      "<pre><code>a &lt; b</code></pre>",
      '<!-- wp:code -->\n<pre class="wp-block-code"><code>a &lt; b</code></pre>\n<!-- /wp:code -->',
    ],
    ["<dl><dt>a</dt></dl>", "<!-- wp:html -->\n<dl><dt>a</dt></dl>\n<!-- /wp:html -->"],
    ["<p>not closed <b>", "<!-- wp:html -->\n<p>not closed <b>\n<!-- /wp:html -->"],
    ["", "<!-- wp:paragraph -->\n<p></p>\n<!-- /wp:paragraph -->"],
  ])("%s", (html, blocks) => {
    expect(toBlocks(html)).toBe(blocks);
  });

  it("makes lists within lists and quotes of blocks", () => {
    const blocks = toBlocks("<ol><li>a<ul><li>b</li></ul></li></ol><blockquote><p>q</p></blockquote>");
    expect(blocks.match(/<!-- wp:(list-item|list|quote|paragraph)/g)).toHaveLength(6);
    expect(blocks).toContain(
      '<!-- wp:list {"ordered":true} -->\n<ol class="wp-block-list"><!-- wp:list-item -->',
    );
  });

  it("points pictures at the media library", () => {
    const blocks = toBlocks(
      `<figure><img src="x" data-sha256="${sha}" alt="A &quot;b&quot;"><figcaption>C</figcaption></figure>`,
      {
        uploaded,
      },
    );
    expect(blocks).toContain('<!-- wp:image {"id":12,"sizeSlug":"large","linkDestination":"none"} -->');
    expect(blocks).toContain(
      '<img src="https://blog.example.com/ctx.png" alt="A &quot;b&quot;" class="wp-image-12"/>',
    );
    expect(blocks).toContain('<figcaption class="wp-element-caption">C</figcaption>');
  });

  it("hides the mark in the first block and lets no text end it", () => {
    const blocks = toBlocks("<p>a</p><p>b</p>", { mark: "key --> <script>" });
    expect(blocks.split("\n")[0]).toBe(
      '<!-- wp:paragraph {"metadata":{"connectus":"key \\u002d\\u002d\\u003e \\u003cscript\\u003e"}} -->',
    );
    expect(toBlocks("<p>x<!-- /wp:paragraph --><!-- wp:html -->y</p>")).toBe(toBlocks("<p>xy</p>"));
  });

  it("opens and closes every block, whatever the HTML", () => {
    const piece = fc.constantFrom(
      "<p>",
      "</p>",
      "<ul>",
      "<li>",
      "</li>",
      "</ul>",
      "<!--",
      "-->",
      "<img src='",
      "'>",
      "a",
      "<",
      "&amp;",
      "wp:x",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const blocks = toBlocks(pieces.join(""));
        const open: string[] = [];
        for (const [, slash, name = ""] of blocks.matchAll(/<!-- (\/?)wp:([a-z-]+)/g)) {
          if (slash) expect(open.pop()).toBe(name);
          else open.push(name);
        }
        expect(open).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads a megabyte of brackets in a moment", () => {
    const started = performance.now();
    for (const piece of ['<a "', "<a ", "<p>", "<!--", "<<<"]) {
      const html = piece.repeat(Math.floor(1_000_000 / piece.length));
      expect(typeof toBlocks(html)).toBe("string");
    }
    expect(performance.now() - started).toBeLessThan(5000);
    expect(parseHtml("a<br>b<img src=x>").map((node) => node.outer)).toEqual([
      "a",
      "<br>",
      "b",
      "<img src=x>",
    ]);
    expect(decodeEntities("Tom &amp; Jerry&#8217;s &#x1F600; &unknown; &#0;")).toBe(
      "Tom & Jerry’s 😀 &unknown; &#0;",
    );
  });
});
