/** The way back from the editor's own HTML (browser only). What Markdown cannot say comes out as plain text. */
export function htmlToMarkdown(html: string): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return blocks(body).join("\n\n").trim();
}

function blocks(parent: Element): string[] {
  const out: string[] = [];
  let run = "";
  const flush = () => {
    if (run.trim()) out.push(run.trim());
    run = "";
  };
  for (const node of parent.childNodes) {
    const block = node instanceof Element ? blockOf(node) : null;
    if (block === null) run += inlineOf(node);
    else {
      flush();
      if (block) out.push(block);
    }
  }
  flush();
  return out;
}

/** Null: not a block, but part of a line. */
function blockOf(element: Element): string | null {
  const tag = element.tagName.toLowerCase();
  const heading = /^h([1-6])$/.exec(tag);
  if (heading?.[1]) return `${"#".repeat(Number(heading[1]))} ${line(element)}`;
  switch (tag) {
    case "p":
      return line(element);
    case "ul":
      return items(element, () => "-");
    case "ol":
      return items(element, (index) => `${index + 1}.`);
    case "blockquote":
      return blocks(element).join("\n\n").replace(/^/gm, "> ");
    case "pre":
      return `\`\`\`\n${element.textContent ?? ""}\n\`\`\``;
    case "hr":
      return "---";
    case "div":
    case "section":
    case "article":
    case "figure":
      return blocks(element).join("\n\n");
    default:
      return null;
  }
}

function items(list: Element, mark: (index: number) => string): string {
  return [...list.children].map((item, index) => `${mark(index)} ${line(item)}`).join("\n");
}

function line(element: Element): string {
  return [...element.childNodes]
    .map(inlineOf)
    .join("")
    .replace(/[ \t]+/g, " ")
    .trim();
}

function inlineOf(node: Node): string {
  if (!(node instanceof Element)) return (node.textContent ?? "").replace(/[ \t]+/g, " ");
  const inner = [...node.childNodes].map(inlineOf).join("");
  switch (node.tagName.toLowerCase()) {
    case "strong":
    case "b":
      return `**${inner}**`;
    case "em":
    case "i":
      return `*${inner}*`;
    case "code":
      return `\`${node.textContent ?? ""}\``;
    case "br":
      return "\n";
    case "a":
      return `[${inner}](${node.getAttribute("href") ?? ""})`;
    case "img":
      return `![${node.getAttribute("alt") ?? ""}](${node.getAttribute("src") ?? ""})`;
    default:
      return inner;
  }
}

/** Whether the text survives the way to Markdown and back; if not, it is edited as HTML. */
export function fitsMarkdown(html: string, toHtml: (markdown: string) => string): boolean {
  const plain = (text: string) => text.replace(/\s+/g, " ").replace(/> </g, "><").trim();
  return plain(toHtml(htmlToMarkdown(html))) === plain(html);
}
