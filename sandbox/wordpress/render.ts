const blockComment = /<!--\s+\/?wp:[\s\S]*?-->/g;
const blockTag = /^<(p|h[1-6]|ul|ol|li|div|figure|blockquote|pre|table|hr|section|!--)/i;

/** What readers see: block comments are gone; text without blocks gets its paragraphs. */
export function renderContent(raw: string): string {
  if (raw === "") return "";
  if (raw.includes("<!-- wp:"))
    return `\n${raw
      .replace(blockComment, "")
      .replace(/\n{3,}/g, "\n\n")
      .trim()}\n`;
  return raw
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => (blockTag.test(part) ? `${part}\n` : `<p>${part.replaceAll("\n", "<br />\n")}</p>\n`))
    .join("");
}

/** Titles come out with entities, as WordPress' texturizer makes them. */
export function renderTitle(raw: string): string {
  return raw
    .replace(/&(?!#?\w+;)/g, "&#038;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/(\w)'(\w)/g, "$1&#8217;$2")
    .replace(/"([^"]*)"/g, "&#8220;$1&#8221;")
    .replaceAll(" - ", " &#8211; ")
    .replaceAll("...", "&#8230;");
}

export function renderExcerpt(raw: string, content: string): string {
  if (raw !== "") return `<p>${raw}</p>\n`;
  const words = plainText(renderContent(content))
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return "";
  const cut = words.length > 55 ? `${words.slice(0, 55).join(" ")} [&hellip;]` : words.join(" ");
  return `<p>${cut}</p>\n`;
}

export function plainText(html: string): string {
  return html.replace(/<[^>]*>/g, " ").trim();
}

/** What is left of markup written by people without `unfiltered_html`: no scripts, frames or event handlers. */
export function filterMarkup(html: string): string {
  return html
    .replace(/<(script|style|iframe|object|embed|form)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<\/?(script|style|iframe|object|embed|form|input)\b[^>]*>/gi, "")
    .replace(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "")
    .replace(/(href|src)\s*=\s*(["'])\s*javascript:[^"']*\2/gi, "$1=$2$2");
}

/** A slug of a title: lower case, hyphens, no accents. */
export function slugOf(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/<[^>]*>/g, "")
    .replace(/&[^;\s]+;/g, "")
    .replace(/[^a-z0-9_\s-]+/g, "")
    .trim()
    .replace(/[\s-]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 200);
}

/** `wanted`, or `wanted-2`, `wanted-3` … until none has it. */
export function uniqueSlug(wanted: string, isTaken: (slug: string) => boolean): string {
  let slug = wanted;
  for (let i = 2; isTaken(slug); i++) slug = `${wanted}-${i}`;
  return slug;
}
