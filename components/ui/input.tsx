import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export const controlClass =
  "w-full rounded-md border border-line-strong bg-surface text-ink shadow-card transition-colors placeholder:text-faint hover:border-faint focus-visible:border-accent-ink focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-bad text-base max-sm:text-lg";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(controlClass, "h-9 px-3 pointer-coarse:h-11", className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cn(controlClass, "min-h-20 px-3 py-2", className)} {...rest} />;
}
