"use client";

import { Search, X } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useEffect, useState } from "react";
import { Input } from "@/components/ui/input";
import { type Option, Select } from "@/components/ui/select";

const waitMs = 250;

/** Text search that lives in the address. */
export function SearchFilter({ label, name = "q" }: { label: string; name?: string }) {
  const [value, setValue] = useQueryState(name, parseAsString.withDefault(""));
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => void setValue(text || null), waitMs);
    return () => clearTimeout(timer);
  }, [text, value, setValue]);
  return (
    <div className="relative w-full sm:w-64">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-muted"
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="h-8 pl-8 text-sm [&::-webkit-search-cancel-button]:hidden"
      />
      {text ? (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => setText("")}
          className="absolute top-1/2 right-1 flex size-6 -translate-y-1/2 items-center justify-center rounded text-muted hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : null}
    </div>
  );
}

export interface SelectFilterProps {
  label: string;
  name: string;
  options: readonly Option[];
  /** What the first, empty choice says. */
  all: string;
}

export function SelectFilter({ label, name, options, all }: SelectFilterProps) {
  const [value, setValue] = useQueryState(name, parseAsString.withDefault(""));
  return (
    <Select
      dense
      aria-label={label}
      value={value}
      onChange={(event) => void setValue(event.target.value || null)}
      options={[{ value: "", label: all }, ...options]}
    />
  );
}
