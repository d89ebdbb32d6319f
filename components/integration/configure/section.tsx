import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export interface SectionProps {
  id: string;
  title: string;
  note?: ReactNode;
  danger?: boolean;
  children: ReactNode;
}

export function Section({ id, title, note, danger, children }: SectionProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className={cn("scroll-mt-24 rounded-xl border bg-surface shadow-card", danger && "border-bad/40")}
    >
      <div className="border-b px-5 py-3.5">
        <h2 id={`${id}-title`} className={cn("text-base font-semibold", danger && "text-bad")}>
          {title}
        </h2>
        {note ? <p className="text-sm text-pretty text-muted">{note}</p> : null}
      </div>
      <div className="flex flex-col gap-6 px-5 py-5">{children}</div>
    </section>
  );
}
