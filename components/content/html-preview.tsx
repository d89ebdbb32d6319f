"use client";

import Image from "next/image";
import { createElement, Fragment, type ReactNode, useMemo } from "react";
import { useIsClient } from "@/components/ui/time";

const tags = new Set(
  "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code strong b em i u s br hr figure figcaption table thead tbody tr th td sup sub".split(
    " ",
  ),
);
const dropped = new Set(
  "script style iframe object embed form input button svg math template link meta".split(" "),
);

/**
 * HTML as React elements of a closed list, so that nothing in it can run here. The parser's document is inert; the
 * server cleans again before anything is released.
 */
export function HtmlPreview({ html }: { html: string }) {
  const isClient = useIsClient();
  const content = useMemo(() => (isClient ? convert(html) : null), [html, isClient]);
  return <div className="prose-preview">{content}</div>;
}

function convert(html: string): ReactNode {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return children(body);
}

function children(parent: Node): ReactNode {
  return createElement(Fragment, null, ...[...parent.childNodes].map(one));
}

function one(node: Node): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const tag = node.tagName.toLowerCase();
  if (dropped.has(tag)) return null;
  if (tag === "br" || tag === "hr") return createElement(tag);
  if (tag === "a") {
    const href = node.getAttribute("href") ?? "";
    if (!/^(https?:|mailto:)/i.test(href)) return children(node);
    return (
      <a href={href} target="_blank" rel="noreferrer nofollow">
        {children(node)}
      </a>
    );
  }
  if (tag === "img")
    return <Picture src={node.getAttribute("src") ?? ""} alt={node.getAttribute("alt") ?? ""} />;
  // The page's own h1 is the title.
  const name = tag === "h1" ? "h2" : tag;
  return tags.has(tag) ? createElement(name, null, children(node)) : children(node);
}

/** Pictures of other sites are not fetched from here: that would tell them who reads. */
function Picture({ src, alt }: { src: string; alt: string }) {
  if (src.startsWith("/api/v1/media/"))
    return (
      <Image
        src={src}
        alt={alt}
        width={1200}
        height={675}
        unoptimized
        className="h-auto w-auto max-w-full rounded-lg"
      />
    );
  return <span className="text-sm text-muted">[Picture: {alt || src}]</span>;
}
