"use client";

import { ArrowRight } from "lucide-react";
import { Button } from "./button";

export interface DirtyBarProps {
  changes: readonly { key: string; label: string; from: string; to: string }[];
  isBusy: boolean;
  isBlocked: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

/** What will change, from what to what, before it is saved. */
export function DirtyBar({ changes, isBusy, isBlocked, onSave, onDiscard }: DirtyBarProps) {
  if (changes.length === 0) return null;
  return (
    <section
      aria-label="Unsaved changes"
      className="sticky bottom-18 z-20 rounded-xl bg-raised p-4 shadow-pop animate-rise md:bottom-4"
    >
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <p className="text-sm font-medium" role="status">
            {changes.length === 1 ? "1 unsaved change" : `${changes.length} unsaved changes`}
          </p>
          <ul className="mt-1.5 flex max-h-32 flex-col gap-1 overflow-y-auto text-sm">
            {changes.map((change) => (
              <li key={change.key} className="flex flex-wrap items-center gap-x-1.5">
                <span className="text-muted">{change.label}:</span>
                <span className="text-muted line-through">{change.from}</span>
                <ArrowRight aria-label="becomes" className="size-3 text-muted" />
                <span className="font-medium">{change.to}</span>
              </li>
            ))}
          </ul>
        </div>
        <div className="flex gap-2">
          <Button onClick={onDiscard} disabled={isBusy}>
            Discard
          </Button>
          <Button variant="primary" busy={isBusy} disabled={isBlocked} onClick={onSave}>
            Save changes
          </Button>
        </div>
      </div>
    </section>
  );
}
