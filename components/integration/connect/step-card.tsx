import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export type StepState = "todo" | "current" | "done";

export interface StepCardProps {
  number: number;
  title: string;
  state: StepState;
  note?: ReactNode;
  children?: ReactNode;
}

const words = { todo: "to do", current: "current step", done: "done" } as const;

export function StepCard({ number, title, state, note, children }: StepCardProps) {
  return (
    <li
      aria-current={state === "current" ? "step" : undefined}
      className={cn(
        "rounded-xl border bg-surface shadow-card",
        state === "todo" && "bg-transparent shadow-none",
      )}
    >
      <div className="flex items-center gap-3.5 px-5 py-4">
        <span
          aria-hidden
          className={cn(
            "tabular flex size-7 shrink-0 items-center justify-center rounded-full text-sm font-semibold",
            state === "done" && "bg-good-soft text-good",
            state === "current" && "bg-accent text-on-accent",
            state === "todo" && "border text-muted",
          )}
        >
          {state === "done" ? <Check className="size-4" strokeWidth={2.5} /> : number}
        </span>
        <h2 className={cn("text-lg font-semibold", state === "todo" && "font-medium text-muted")}>
          {title}
          <span className="sr-only">, {words[state]}</span>
        </h2>
        {note ? <span className="ml-auto truncate text-sm text-muted">{note}</span> : null}
      </div>
      {children ? <div className="border-t px-5 py-5">{children}</div> : null}
    </li>
  );
}
