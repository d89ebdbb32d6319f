import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export type Tone = "good" | "warn" | "bad" | "accent" | "quiet";

const tones: Record<Tone, string> = {
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  accent: "bg-accent-soft text-accent-ink",
  quiet: "bg-quiet-soft text-muted",
};

export interface BadgeProps {
  tone?: Tone;
  icon?: LucideIcon;
  spin?: boolean;
  className?: string;
  children: ReactNode;
}

/** Always a word, the icon beside it; colour only repeats what both say. */
export function Badge({ tone = "quiet", icon: Icon, spin, className, children }: BadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex h-5.5 shrink-0 items-center gap-1 rounded-full px-2 text-xs font-medium whitespace-nowrap",
        tones[tone],
        className,
      )}
    >
      {Icon ? <Icon aria-hidden className={cn("size-3", spin && "animate-spin")} /> : null}
      {children}
    </span>
  );
}

export function Chip({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex items-center rounded-md border bg-surface px-1.5 py-px text-xs text-muted">
      {children}
    </span>
  );
}
