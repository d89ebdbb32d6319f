"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface TabPart {
  value: string;
  label: string;
  content: ReactNode;
}

export interface TabsProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  parts: readonly TabPart[];
}

/** Tabs within a panel; whole pages use `TabLinks`. */
export function Tabs({ label, value, onChange, parts }: TabsProps) {
  return (
    <Radix.Root value={value} onValueChange={onChange} className="flex min-h-0 flex-col">
      <Radix.List aria-label={label} className="flex gap-5 overflow-x-auto border-b px-5">
        {parts.map((part) => (
          <Radix.Trigger
            key={part.value}
            value={part.value}
            className="-mb-px h-10 border-b-2 border-transparent text-sm whitespace-nowrap text-muted hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-ink data-[state=active]:font-medium data-[state=active]:text-ink pointer-coarse:h-11"
          >
            {part.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {parts.map((part) => (
        <Radix.Content
          key={part.value}
          value={part.value}
          className="px-5 py-4 focus-visible:-outline-offset-2"
        >
          {part.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
