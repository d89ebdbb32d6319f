import { escapeAttribute, type HtmlNode, parseHtml, UnbalancedHtml } from "../kit/html";

type Attributes = Record<string, string | number | boolean | Record<string, string>>;
type Element = Extract<HtmlNode, { kind: "element" }>;

export interface UploadedPicture {
  externalId: string;
  url: string;
}

export interface BlockOptions {
  /** Pictures by sha256: an image whose `src` or `data-sha256` names one is pointed at the media library. */
  uploaded?: Readonly<Record<string, UploadedPicture>>;
  /** Written into the first block's metadata, where no reader sees it and a search still finds it. */
  mark?: string;
}

const inlineTags = new Set(
  "a abbr b br cite code del em i ins kbd mark q s small span strong sub sup u".split(" "),
);

/** HTML → blocks that stay editable. https://developer.wordpress.org/block-editor/explanations/architecture/key-concepts/ */
export function toBlocks(html: string, options: BlockOptions = {}): string {
  const blocks = readBlocks(html, options);
  const [first, ...rest] = blocks.length > 0 ? blocks : [block("paragraph", {}, "<p></p>")];
  if (!first) return "";
  const marked = options.mark
    ? { ...first, attributes: { ...first.attributes, metadata: { connectus: options.mark } } }
    : first;
  return [marked, ...rest].map(serialize).join("\n\n");
}

interface Block {
  name: string;
  attributes: Attributes;
  content: string;
}

const block = (name: string, attributes: Attributes, content: string): Block => ({
  name,
  attributes,
  content,
});

function serialize({ name, attributes, content }: Block): string {
  const written = Object.keys(attributes).length > 0 ? `${escapeJson(JSON.stringify(attributes))} ` : "";
  return `<!-- wp:${name} ${written}-->\n${content}\n<!-- /wp:${name} -->`;
}

/** So that attributes can neither end the comment nor look like markup. */
function escapeJson(json: string): string {
  return json
    .replaceAll("--", "\\u002d\\u002d")
    .replaceAll("<", "\\u003c")
    .replaceAll(">", "\\u003e")
    .replaceAll("&", "\\u0026")
    .replaceAll('\\"', "\\u0022");
}

function readBlocks(html: string, options: BlockOptions): Block[] {
  let nodes: HtmlNode[];
  try {
    nodes = parseHtml(html);
  } catch (error) {
    if (error instanceof UnbalancedHtml)
      return [block("html", {}, html.replaceAll("<!--", "").replaceAll("-->", ""))];
    throw error;
  }
  const blocks: Block[] = [];
  let loose = "";
  const flush = () => {
    if (loose.trim() !== "") blocks.push(block("paragraph", {}, `<p>${loose.trim()}</p>`));
    loose = "";
  };
  for (const node of nodes) {
    if (node.kind === "text" || inlineTags.has(node.tag)) {
      loose += node.outer;
      continue;
    }
    flush();
    blocks.push(...readElement(node, options));
  }
  flush();
  return blocks;
}

function readElement(node: Element, options: BlockOptions): Block[] {
  const { tag, inner } = node;
  if (tag === "p") {
    const picture = onlyChild(inner, "img");
    if (picture) return [image(picture, "", options)];
    return inner.trim() === "" ? [] : [block("paragraph", {}, `<p>${inner.trim()}</p>`)];
  }
  if (/^h[1-6]$/.test(tag)) {
    const level = Number(tag[1]);
    const attributes: Attributes = level === 2 ? {} : { level };
    return [block("heading", attributes, `<${tag} class="wp-block-heading">${inner.trim()}</${tag}>`)];
  }
  if (tag === "ul" || tag === "ol") return [list(tag, inner)];
  if (tag === "blockquote") {
    const quoted = readBlocks(inner, options).map(serialize).join("\n");
    return [block("quote", {}, `<blockquote class="wp-block-quote">${quoted}</blockquote>`)];
  }
  if (tag === "pre") return [preformatted(inner)];
  if (tag === "img") return [image(node, "", options)];
  if (tag === "figure") return [figure(node, options)];
  if (tag === "table") return [block("table", {}, `<figure class="wp-block-table">${node.outer}</figure>`)];
  if (tag === "hr") {
    return [block("separator", {}, '<hr class="wp-block-separator has-alpha-channel-opacity"/>')];
  }
  if (["div", "section", "article", "main"].includes(tag)) return readBlocks(inner, options);
  return [block("html", {}, node.outer)];
}

function list(tag: "ul" | "ol", inner: string): Block {
  const items = parseHtml(inner).filter(
    (node): node is Element => node.kind === "element" && node.tag === "li",
  );
  const written = items.map((item) => serialize(block("list-item", {}, `<li>${listItem(item.inner)}</li>`)));
  const attributes: Attributes = tag === "ol" ? { ordered: true } : {};
  return block("list", attributes, `<${tag} class="wp-block-list">${written.join("\n")}</${tag}>`);
}

/** Paragraphs do not go into a list item; lists within lists are blocks again. */
function listItem(inner: string): string {
  return parseHtml(inner)
    .map((node) => {
      if (node.kind === "text") return node.outer;
      if (node.tag === "ul" || node.tag === "ol") return serialize(list(node.tag, node.inner));
      return node.tag === "p" ? node.inner : node.outer;
    })
    .join("")
    .trim();
}

function preformatted(inner: string): Block {
  const code = onlyChild(inner, "code");
  if (code) return block("code", {}, `<pre class="wp-block-code"><code>${code.inner}</code></pre>`);
  return block("preformatted", {}, `<pre class="wp-block-preformatted">${inner}</pre>`);
}

function figure(node: Element, options: BlockOptions): Block {
  const children = parseHtml(node.inner).filter((one): one is Element => one.kind === "element");
  const caption = children.find((one) => one.tag === "figcaption")?.inner ?? "";
  const picture = children.find((one) => one.tag === "img");
  if (picture) return image(picture, caption, options);
  const table = children.find((one) => one.tag === "table");
  return table
    ? block("table", {}, `<figure class="wp-block-table">${table.outer}</figure>`)
    : block("html", {}, node.outer);
}

function image(node: Element, caption: string, { uploaded = {} }: BlockOptions): Block {
  const { src = "", alt = "" } = node.attributes;
  const sha256 = /[0-9a-f]{64}/.exec(`${node.attributes["data-sha256"] ?? ""} ${src}`)?.[0] ?? "";
  const known = uploaded[sha256];
  const attributes: Attributes = known
    ? { id: Number(known.externalId), sizeSlug: "large", linkDestination: "none" }
    : {};
  const imageClass = known ? ` class="wp-image-${known.externalId}"` : "";
  const figureClass = known ? "wp-block-image size-large" : "wp-block-image";
  const legend = caption.trim()
    ? `<figcaption class="wp-element-caption">${caption.trim()}</figcaption>`
    : "";
  const tag = `<img src="${escapeAttribute(known?.url ?? src)}" alt="${escapeAttribute(alt)}"${imageClass}/>`;
  return block("image", attributes, `<figure class="${figureClass}">${tag}${legend}</figure>`);
}

function onlyChild(inner: string, tag: string): Element | null {
  const nodes = parseHtml(inner).filter((node) => node.kind === "element" || node.outer.trim() !== "");
  const [first] = nodes;
  return nodes.length === 1 && first?.kind === "element" && first.tag === tag ? first : null;
}
