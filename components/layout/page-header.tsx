import type { ReactNode } from "react";

export interface PageHeaderProps {
  title: string;
  note?: ReactNode;
  action?: ReactNode;
}

export function PageHeader({ title, note, action }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-xl font-semibold">{title}</h1>
        {note ? <p className="mt-0.5 max-w-2xl text-base text-pretty text-muted">{note}</p> : null}
      </div>
      {action ? <div className="flex flex-wrap items-center gap-2">{action}</div> : null}
    </header>
  );
}
