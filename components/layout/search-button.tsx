"use client";

import { Search } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { cn } from "@/lib/cn";
import { openPalette } from "./palette-events";

export function SearchButton({ compact, className }: { compact?: boolean; className?: string }) {
  if (compact) {
    return (
      <button
        type="button"
        onClick={openPalette}
        aria-label="Search and commands"
        className={cn(buttonClass("quiet", "icon"), "pointer-coarse:size-11", className)}
      >
        <Search aria-hidden className="size-4.5" />
      </button>
    );
  }
  return (
    <button
      type="button"
      onClick={openPalette}
      className={cn(
        "flex h-8 items-center gap-2 rounded-md border bg-canvas px-2.5 text-sm text-muted hover:border-line-strong hover:text-ink",
        className,
      )}
    >
      <Search aria-hidden className="size-3.5" />
      <span className="flex-1 text-left">Search</span>
      <Kbd>⌘K</Kbd>
    </button>
  );
}
