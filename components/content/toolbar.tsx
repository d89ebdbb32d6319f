"use client";

import {
  Bold,
  Heading2,
  ImagePlus,
  Italic,
  Link as LinkIcon,
  List,
  ListOrdered,
  type LucideIcon,
  Quote,
} from "lucide-react";
import type { RefObject } from "react";
import { buttonClass } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";

interface Tool {
  label: string;
  icon: LucideIcon;
  /** Around the selection, or at the start of each of its lines. */
  wrap?: [before: string, after: string, example: string];
  prefix?: string;
}

const tools: readonly Tool[] = [
  { label: "Heading", icon: Heading2, prefix: "## " },
  { label: "Bold", icon: Bold, wrap: ["**", "**", "bold text"] },
  { label: "Italic", icon: Italic, wrap: ["*", "*", "italic text"] },
  { label: "Link", icon: LinkIcon, wrap: ["[", "](https://)", "link text"] },
  { label: "List", icon: List, prefix: "- " },
  { label: "Numbered list", icon: ListOrdered, prefix: "1. " },
  { label: "Quote", icon: Quote, prefix: "> " },
];

function applyTool(area: HTMLTextAreaElement, tool: Tool): string {
  const { selectionStart: start, selectionEnd: end, value } = area;
  if (tool.wrap) {
    const [before, after, example] = tool.wrap;
    const inner = value.slice(start, end) || example;
    area.setRangeText(`${before}${inner}${after}`, start, end, "end");
    area.setSelectionRange(start + before.length, start + before.length + inner.length);
  } else if (tool.prefix) {
    const first = value.lastIndexOf("\n", start - 1) + 1;
    const lines = value.slice(first, end).split("\n");
    area.setRangeText(lines.map((line) => tool.prefix + line).join("\n"), first, end, "end");
  }
  area.focus();
  return area.value;
}

export interface ToolbarProps {
  area: RefObject<HTMLTextAreaElement | null>;
  onChange: (text: string) => void;
  onPicture: () => void;
  disabled: boolean;
}

export function Toolbar({ area, onChange, onPicture, disabled }: ToolbarProps) {
  return (
    <div role="toolbar" aria-label="Formatting" className="flex flex-wrap gap-0.5">
      {tools.map((tool) => (
        <Tooltip key={tool.label} text={tool.label}>
          <button
            type="button"
            aria-label={tool.label}
            disabled={disabled}
            onClick={() => area.current && onChange(applyTool(area.current, tool))}
            className={cn(buttonClass("quiet", "icon"))}
          >
            <tool.icon aria-hidden className="size-4" />
          </button>
        </Tooltip>
      ))}
      <Tooltip text="Picture">
        <button
          type="button"
          aria-label="Picture"
          disabled={disabled}
          onClick={onPicture}
          className={buttonClass("quiet", "icon")}
        >
          <ImagePlus aria-hidden className="size-4" />
        </button>
      </Tooltip>
    </div>
  );
}
