export type HtmlNode =
  | { kind: "element"; tag: string; attributes: Record<string, string>; inner: string; outer: string }
  | { kind: "text"; outer: string };

/** Tags do not close as they open: the text is better handed on whole. */
export class UnbalancedHtml extends Error {}

const voidTags = new Set([
  "area",
  "br",
  "col",
  "embed",
  "hr",
  "img",
  "input",
  "link",
  "meta",
  "source",
  "track",
  "wbr",
]);

interface Tag {
  name: string;
  closing: boolean;
  selfClosing: boolean;
  attributeText: string;
  start: number;
  end: number;
}

/**
 * The outermost nodes of sanitised HTML, in one pass; comments are dropped. Not a browser's parser: it mends nothing.
 * @throws UnbalancedHtml
 */
export function parseHtml(html: string): HtmlNode[] {
  const source = dropComments(html);
  const nodes: HtmlNode[] = [];
  const open: string[] = [];
  let opened: Tag | null = null;
  let textFrom = 0;
  const pushText = (to: number) => {
    if (to > textFrom) nodes.push({ kind: "text", outer: source.slice(textFrom, to) });
  };
  for (const tag of tagsOf(source)) {
    if (tag.closing) {
      if (open.pop() !== tag.name) throw new UnbalancedHtml(tag.name);
      if (open.length > 0 || !opened) continue;
      nodes.push(element(opened, source.slice(opened.end, tag.start), source.slice(opened.start, tag.end)));
      opened = null;
      textFrom = tag.end;
      continue;
    }
    const empty = tag.selfClosing || voidTags.has(tag.name);
    if (open.length === 0) {
      pushText(tag.start);
      if (empty) nodes.push(element(tag, "", source.slice(tag.start, tag.end)));
      else opened = tag;
      textFrom = tag.end;
    }
    if (!empty) open.push(tag.name);
  }
  if (open.length > 0) throw new UnbalancedHtml(open.join(" "));
  pushText(source.length);
  return nodes;
}

function element(tag: Tag, inner: string, outer: string): HtmlNode {
  return { kind: "element", tag: tag.name, attributes: readAttributes(tag.attributeText), inner, outer };
}

// Plain scanning: a regular expression over a megabyte of "<a <a <a" would take minutes.
function* tagsOf(source: string): Generator<Tag> {
  let at = source.indexOf("<");
  while (at !== -1) {
    const name = /^<(\/?)([a-zA-Z][a-zA-Z0-9-]{0,30})/.exec(source.slice(at, at + 40));
    const end = name ? endOfTag(source, at) : -1;
    if (name && end === -1) return;
    if (name) {
      const attributeText = source.slice(at + name[0].length, end - 1);
      yield {
        name: (name[2] ?? "").toLowerCase(),
        closing: name[1] === "/",
        selfClosing: attributeText.endsWith("/"),
        attributeText,
        start: at,
        end,
      };
    }
    at = source.indexOf("<", name ? end : at + 1);
  }
}

function endOfTag(source: string, start: number): number {
  let quote = "";
  for (let index = start; index < source.length; index++) {
    const char = source[index];
    if (quote) {
      if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if (char === ">") return index + 1;
  }
  return -1;
}

function readAttributes(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const pattern = /([a-zA-Z_:][\w:.-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
  for (const [, name = "", double, single, bare] of text.slice(0, 20_000).matchAll(pattern)) {
    found[name.toLowerCase()] ??= decodeEntities(double ?? single ?? bare ?? "");
  }
  return found;
}

function dropComments(html: string): string {
  let clean = "";
  let from = 0;
  for (let at = html.indexOf("<!--"); at !== -1; at = html.indexOf("<!--", from)) {
    clean += html.slice(from, at);
    const end = html.indexOf("-->", at + 4);
    if (end === -1) return clean;
    from = end + 3;
  }
  return clean + html.slice(from);
}

const named: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  hellip: "…",
};

/** `Tom &amp; Jerry&#8217;s` → `Tom & Jerry’s` */
export function decodeEntities(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, code: string) => {
    if (!code.startsWith("#")) return named[code.toLowerCase()] ?? whole;
    const point = /^#x/i.test(code) ? Number.parseInt(code.slice(2), 16) : Number(code.slice(1));
    return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
      ? String.fromCodePoint(point)
      : whole;
  });
}

export function escapeAttribute(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
