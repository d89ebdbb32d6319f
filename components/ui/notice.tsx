import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

const kinds = {
  info: { icon: Info, box: "border-line bg-sunken", ink: "text-muted" },
  good: { icon: CircleCheck, box: "border-transparent bg-good-soft", ink: "text-good" },
  warn: { icon: TriangleAlert, box: "border-transparent bg-warn-soft", ink: "text-warn" },
  bad: { icon: CircleAlert, box: "border-transparent bg-bad-soft", ink: "text-bad" },
} as const;

export interface NoticeProps {
  kind: keyof typeof kinds;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** Spoken at once by screen readers when it appears. */
  live?: boolean;
  className?: string;
}

/** What happened, why, what to do, and one button that does it. */
export function Notice({ kind, title, children, action, live, className }: NoticeProps) {
  const { icon: Icon, box, ink } = kinds[kind];
  return (
    <div
      {...(live ? { role: kind === "bad" ? "alert" : "status" } : {})}
      className={cn(
        "flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-3.5 py-3",
        box,
        className,
      )}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", ink)} />
      <div className="min-w-0 flex-1 basis-48">
        <div className="text-base font-medium text-ink">{title}</div>
        {children ? <div className="mt-0.5 text-sm text-pretty text-muted">{children}</div> : null}
      </div>
      {action ? <div className="flex shrink-0 flex-wrap gap-2">{action}</div> : null}
    </div>
  );
}
