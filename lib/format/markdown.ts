/**
 * A small, strict Markdown: headings, paragraphs, lists, quotes, code, rules, bold, italic, links, pictures. Everything
 * that is not one of these is text: raw HTML is escaped, and only http(s) and mailto addresses become links.
 */
export function markdownToHtml(source: string): string {
  const lines = source.replace(/\r\n?/g, "\n").split("\n");
  const out: string[] = [];
  let at = 0;
  while (at < lines.length) at = takeBlock(lines, at, out);
  return out.join("\n");
}

const listItem = /^\s{0,3}([-*+]|\d{1,9}[.)])\s+(.*)$/;
const fence = /^\s{0,3}```/;
const starter = /^\s{0,3}(#{1,6}\s|>|```|([-*_])(\s*\2){2,}\s*$|[-*+]\s|\d{1,9}[.)]\s)/;

function takeBlock(lines: string[], at: number, out: string[]): number {
  const line = lines[at] ?? "";
  if (!line.trim()) return at + 1;
  if (fence.test(line)) return takeCode(lines, at, out);
  const heading = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line);
  if (heading?.[1]) {
    // The title of the article is its h1.
    const level = Math.min(6, Math.max(2, heading[1].length));
    out.push(`<h${level}>${inline(heading[2] ?? "")}</h${level}>`);
    return at + 1;
  }
  if (/^\s{0,3}([-*_])(\s*\1){2,}\s*$/.test(line)) {
    out.push("<hr>");
    return at + 1;
  }
  if (/^\s{0,3}>/.test(line)) return takeQuote(lines, at, out);
  if (listItem.test(line)) return takeList(lines, at, out);
  return takeParagraph(lines, at, out);
}

function takeCode(lines: string[], at: number, out: string[]): number {
  const body: string[] = [];
  let next = at + 1;
  while (next < lines.length && !fence.test(lines[next] ?? "")) body.push(lines[next++] ?? "");
  out.push(`<pre><code>${escapeHtml(body.join("\n"))}</code></pre>`);
  return next + 1;
}

function takeQuote(lines: string[], at: number, out: string[]): number {
  const body: string[] = [];
  let next = at;
  while (/^\s{0,3}>/.test(lines[next] ?? "")) body.push((lines[next++] ?? "").replace(/^\s{0,3}>\s?/, ""));
  out.push(`<blockquote>${markdownToHtml(body.join("\n"))}</blockquote>`);
  return next;
}

function takeList(lines: string[], at: number, out: string[]): number {
  const ordered = /^\s{0,3}\d/.test(lines[at] ?? "");
  const items: string[] = [];
  let next = at;
  for (; next < lines.length; next++) {
    const match = listItem.exec(lines[next] ?? "");
    if (match) {
      if (/^\d/.test(match[1] ?? "") !== ordered) break;
      items.push(match[2] ?? "");
    } else if (/^\s{2,}\S/.test(lines[next] ?? "") && items.length) {
      items.push(`${items.pop()} ${(lines[next] ?? "").trim()}`);
    } else break;
  }
  const tag = ordered ? "ol" : "ul";
  out.push(`<${tag}>${items.map((item) => `<li>${inline(item)}</li>`).join("")}</${tag}>`);
  return next;
}

function takeParagraph(lines: string[], at: number, out: string[]): number {
  const body: string[] = [];
  let next = at;
  while (next < lines.length && (lines[next] ?? "").trim()) {
    if (next > at && starter.test(lines[next] ?? "")) break;
    body.push((lines[next++] ?? "").trimEnd());
  }
  out.push(`<p>${body.map((text) => inline(text.trimStart())).join("\n")}</p>`);
  return next;
}

function inline(text: string): string {
  const kept: string[] = [];
  const keep = (html: string) => `\uE000${kept.push(html) - 1}\uE000`;
  let html = text
    .replaceAll("\uE000", "")
    .replace(/`([^`]+)`/g, (_, code: string) => keep(`<code>${escapeHtml(code)}</code>`));
  html = escapeHtml(html);
  html = html.replace(
    /(!?)\[([^\]]*)\]\(([^()\s]+)\)/g,
    (whole, bang: string, label: string, target: string) => {
      const address = safeAddress(target) ?? (bang ? ownPicture(target) : null);
      if (!address) return whole;
      return bang
        ? keep(`<img src="${address}" alt="${label}">`)
        : `${keep(`<a href="${address}">`)}${label}${keep("</a>")}`;
    },
  );
  html = html
    .replace(/\*\*(?=\S)(.+?)(?<=\S)\*\*/g, "<strong>$1</strong>")
    .replace(/(^|[^\w*])[*_](?=\S)([^*_]+?)(?<=\S)[*_](?![\w*])/g, "$1<em>$2</em>");
  return html.replace(/\uE000(\d+)\uE000/g, (_, index: string) => kept[Number(index)] ?? "");
}

/** Already escaped text; only addresses that cannot run anything. */
function safeAddress(escaped: string): string | null {
  return /^(https?:\/\/|mailto:)[^\s"'<>]+$/i.test(escaped) ? escaped : null;
}

/** A picture of our own media library. */
function ownPicture(escaped: string): string | null {
  return /^\/api\/v1\/media\/med_[0-9a-f]{32}$/.test(escaped) ? escaped : null;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
