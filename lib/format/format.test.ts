import { describe, expect, it } from "vitest";
import { toCsv } from "./csv";
import { markdownToHtml } from "./markdown";
import { toBytes, toPercent, toPlural } from "./number";
import { toDuration, toEveryText, toRelative } from "./time";

describe("time", () => {
  const now = Date.parse("2026-11-20T12:00:00Z");
  it.each([
    ["2026-11-20T11:59:55Z", "just now"],
    ["2026-11-20T11:57:00Z", "3 min ago"],
    ["2026-11-20T12:12:00Z", "in 12 min"],
    ["2026-11-19T12:00:00Z", "yesterday"],
  ])("%s reads %s", (iso, text) => {
    expect(toRelative(iso, now)).toBe(text);
  });

  it("names durations and intervals", () => {
    expect([840, 4200, 200_000, 3_900_000].map(toDuration)).toEqual([
      "840 ms",
      "4.2 s",
      "3 min 20 s",
      "1 h 5 min",
    ]);
    expect([1, 15, 60, 120, 1440].map(toEveryText)).toEqual([
      "Every minute",
      "Every 15 minutes",
      "Every hour",
      "Every 2 hours",
      "Every day",
    ]);
  });
});

describe("numbers", () => {
  it("never divides by nothing and never hides a small share", () => {
    expect([toPercent(0, 0), toPercent(1, 500), toPercent(1, 4)]).toEqual(["–", "0.2 %", "25 %"]);
    expect([toPlural(1, "contact"), toPlural(5000, "contact")]).toEqual(["1 contact", "5,000 contacts"]);
    expect(toBytes(2_621_440)).toBe("2.5 MB");
  });
});

describe("CSV", () => {
  it("disarms formulas, keeps negative numbers, quotes what needs it", () => {
    expect(
      toCsv(
        ["a", "b"],
        [
          ["=1+1", -5],
          ['say "hi"', "x,y"],
          ["+cmd|' /C calc'!A0", "@sum"],
        ],
      ),
    ).toBe(`a,b\r\n'=1+1,-5\r\n"say ""hi""","x,y"\r\n'+cmd|' /C calc'!A0,'@sum\r\n`);
  });
});

describe("Markdown", () => {
  it("renders the article's vocabulary", () => {
    const html = markdownToHtml(
      "# One\n\nA **bold** and *soft* [link](https://example.com/a?b=1&c=2).\n\n- x\n- y\n\n1. z\n\n> q\n\n```\n<b>\n```",
    );
    expect(html).toBe(
      [
        "<h2>One</h2>",
        '<p>A <strong>bold</strong> and <em>soft</em> <a href="https://example.com/a?b=1&amp;c=2">link</a>.</p>',
        "<ul><li>x</li><li>y</li></ul>",
        "<ol><li>z</li></ol>",
        "<blockquote><p>q</p></blockquote>",
        "<pre><code>&lt;b&gt;</code></pre>",
      ].join("\n"),
    );
  });

  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    '[x](https://a"onmouseover="alert(1))',
    "![x](data:text/html,<script>alert(1)</script>)",
    "[a](java\u0000script:alert(1))",
  ])("%s cannot run", (source) => {
    const html = markdownToHtml(source);
    expect(html).not.toMatch(/<script|<img|javascript:[^<]*"|href="(?!https:\/\/a&quot;)/i);
  });
});
