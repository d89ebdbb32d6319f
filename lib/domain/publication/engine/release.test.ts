import { expect, test } from "vitest";
import { newId, toPublicId } from "@/lib/ids";
import { cleanHtml, releaseKey, toRelease } from "./release";

const id = newId();
const pictures = [{ id, sha256: "ab".repeat(32), alt: "Dots" }];
const path = `/api/v1/media/${toPublicId("media", id)}`;

test("nothing that runs, frames, posts or styles gets through", () => {
  const hostile = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    '<img src="//evil.example.test/x.png">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="  &#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<iframe src="https://example.test"></iframe>',
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    '<p style="background:url(javascript:alert(1))" class="x">x</p>',
    '<form action="https://evil.example.test"><input name=q></form>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<xmp><script>alert(1)</script></xmp>",
    "<textarea><script>alert(1)</script></textarea>",
    '<base href="https://evil.example.test/"><meta http-equiv=refresh content="0;url=//evil">',
    "<!-- <script>alert(1)</script> --><p>x</p>",
    '<object data="x.swf"></object><embed src="x.swf">',
  ];
  const dangerous =
    /<\s*(script|iframe|svg|math|form|input|style|object|embed|base|meta|link|xmp|noscript)|\son\w+\s*=|javascript:|data:|style=|\ssrc="(?!https?:)|evil/i;
  for (const html of hostile)
    expect([html, cleanHtml(html, [], {})]).toEqual([html, expect.not.stringMatching(dangerous)]);
});

test("what an article needs stays as it is", () => {
  const kept = [
    '<h2>Title</h2><p>A <strong>b</strong> <em>c</em> <a href="https://example.test/?a=1&amp;b=2" title="t">link</a></p>',
    "<ul><li>one</li><li>two</li></ul><blockquote><p>said</p></blockquote><hr />",
    '<figure><img src="https://cdn.example.test/a.png" alt="A" width="10" /><figcaption>c</figcaption></figure>',
    '<pre><code class="language-ts">a &lt; b</code></pre>',
    '<table><thead><tr><th scope="col">h</th></tr></thead><tbody><tr><td colspan="2">d</td></tr></tbody></table>',
  ];
  for (const html of kept) expect(cleanHtml(html, [], {})).toBe(html);
});

test("pictures of ours are shown where they were uploaded; those of nobody are left out", () => {
  const uploaded = { ["ab".repeat(32)]: { externalId: "5", url: "https://site.example.test/5.png" } };
  const html = `<p>x</p><img src="${path}"><img src="http://127.0.0.1:3000${path}" alt="Own">`;
  expect(cleanHtml(html, pictures, uploaded)).toBe(
    `<p>x</p><img src="https://site.example.test/5.png" alt="Dots" data-sha256="${"ab".repeat(32)}" />` +
      `<img src="https://site.example.test/5.png" alt="Own" data-sha256="${"ab".repeat(32)}" />`,
  );
  expect(cleanHtml(`<p>x</p><img src="/api/v1/media/${toPublicId("media", newId())}">`, pictures, {})).toBe(
    "<p>x</p>",
  );
});

test("a release says what the types have in common, under a key that is also a slug", () => {
  const base = { id: newId(), contentType: "landing_page" as const };
  const contentData = { content: "<p>x</p>", meta_description: "About", slug: "here", cover_media_id: id };
  expect(toRelease({ ...base, snapshot: { title: "T", contentData } }, pictures, {})).toMatchObject({
    key: releaseKey(base.id),
    body: "<p>x</p>",
    excerpt: "About",
    slug: "here",
    coverSha256: "ab".repeat(32),
  });
  expect(releaseKey(base.id)).toMatch(/^cns-[0-9a-f]{24}$/);
  const social = { title: "T", contentData: { text: "a < b & <script>" } };
  expect(toRelease({ ...base, contentType: "social_post", snapshot: social }, [], {}).body).toBe(
    "<p>a &lt; b &amp; &lt;script&gt;</p>",
  );
});
