import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";

export function Card({ className, ...rest }: ComponentProps<"section">) {
  return <section className={cn("rounded-xl border bg-surface shadow-card", className)} {...rest} />;
}

export interface CardHeadProps {
  title: string;
  note?: ReactNode;
  action?: ReactNode;
  level?: 2 | 3;
  /** Inside a card that has its own side padding. */
  bare?: boolean;
}

export function CardHead({ title, note, action, level = 2, bare }: CardHeadProps) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <div
      className={cn(
        "flex flex-wrap items-center justify-between gap-x-4 gap-y-2 pt-3.5 pb-3",
        bare ? "" : "px-4 sm:px-5",
      )}
    >
      <div className="min-w-0">
        <Heading className="text-base font-semibold">{title}</Heading>
        {note ? <p className="text-sm text-muted">{note}</p> : null}
      </div>
      {action}
    </div>
  );
}
