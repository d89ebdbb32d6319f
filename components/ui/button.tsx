import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { Spinner } from "./spinner";

const variants = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover shadow-card",
  secondary: "bg-surface text-ink border border-line-strong hover:bg-hover shadow-card",
  quiet: "text-muted hover:bg-hover hover:text-ink",
  danger: "bg-bad-fill text-white hover:opacity-90 shadow-card",
  "danger-quiet": "text-bad border border-line-strong bg-surface hover:bg-bad-soft",
  link: "text-accent-ink underline-offset-4 hover:underline px-0!",
} as const;

const sizes = {
  sm: "h-7 px-2.5 text-sm gap-1.5 rounded-md",
  md: "h-8 px-3 text-sm gap-1.5 rounded-md",
  lg: "h-10 px-4 text-base gap-2 rounded-lg",
  icon: "size-8 rounded-md justify-center",
} as const;

export type ButtonVariant = keyof typeof variants;

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: keyof typeof sizes;
  /** Shows a spinner and blocks a second press; the label stays readable. */
  busy?: boolean;
  asChild?: boolean;
}

export function buttonClass(variant: ButtonVariant = "secondary", size: keyof typeof sizes = "md"): string {
  return cn(
    "inline-flex shrink-0 items-center justify-center whitespace-nowrap font-medium transition-colors select-none pointer-coarse:min-h-11 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55",
    sizes[size],
    variants[variant],
  );
}

export function Button({
  variant,
  size,
  busy,
  asChild,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  if (asChild) {
    return (
      <Slot.Root className={cn(buttonClass(variant, size), className)} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={cn(buttonClass(variant, size), className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? <Spinner /> : null}
      {children}
    </button>
  );
}
