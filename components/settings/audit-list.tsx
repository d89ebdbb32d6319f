"use client";

import { Bot, Download, KeyRound, ScrollText, User, Webhook } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { buttonClass } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SelectFilter } from "@/components/ui/filters";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { cn } from "@/lib/cn";
import type { AuditItem } from "@/lib/domain/audit/types";
import { toPlural } from "@/lib/format/number";
import { useLiveList } from "@/lib/query/use-live-list";

const subjects = [
  { value: "integration", label: "Integrations" },
  { value: "content", label: "Content" },
  { value: "publication", label: "Publications" },
  { value: "run", label: "Runs" },
  { value: "member", label: "Members" },
  { value: "invite", label: "Invitations" },
  { value: "api_key", label: "API keys" },
  { value: "workspace", label: "Workspace" },
  { value: "user", label: "People" },
];

const actors = { user: User, apiKey: KeyRound, system: Bot, webhook: Webhook } as const;

export function AuditList() {
  const [subject] = useQueryState("subject", parseAsString.withDefault(""));
  const list = useLiveList<AuditItem>({
    topic: "members",
    path: "audit",
    query: { subjectKind: subject, limit: 50 },
  });
  return (
    <Card aria-label="Audit log">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-3 sm:px-5">
        <SelectFilter label="About" name="subject" all="About everything" options={subjects} />
        <a
          className={cn(buttonClass("secondary"), "ml-auto")}
          href={`/api/live/audit/csv${subject ? `?subjectKind=${encodeURIComponent(subject)}` : ""}`}
        >
          <Download aria-hidden className="size-3.5" /> CSV
        </a>
      </div>
      {list.isPending ? (
        <SkeletonRows label="Loading the audit log" />
      ) : list.isError && list.items.length === 0 ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : list.items.length === 0 ? (
        <EmptyState icon={ScrollText} title="Nothing here">
          Every change is written down: who, when, and what it was before.
        </EmptyState>
      ) : (
        <>
          <ul className="divide-y">
            {list.items.map((item) => (
              <AuditRow key={item.id} item={item} />
            ))}
          </ul>
          <LoadMore list={list} shown={toPlural(list.items.length, "entry", "entries")} />
        </>
      )}
    </Card>
  );
}

/** `integration.sign_in_started` → "Integration: sign in started" */
function inWords(action: string): string {
  const [noun = "", ...rest] = action.split(".");
  const words = noun === "api_key" ? "API key" : noun.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${rest.join(" ").replaceAll("_", " ")}`;
}

function AuditRow({ item }: { item: AuditItem }) {
  const Icon = actors[item.actorKind];
  const hasDetail = item.before !== null || item.after !== null;
  return (
    <li className="px-4 py-3 text-sm sm:px-5">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
        <span className="min-w-0 flex-1 basis-60 text-base font-medium">{inWords(item.action)}</span>
        <span className="inline-flex items-center gap-1.5 text-muted">
          <Icon aria-hidden className="size-3.5 self-center" />
          {item.actorName ?? (item.actorKind === "system" ? "Connectus" : (item.actorId ?? "Unknown"))}
        </span>
        <Time at={item.at} className="w-28 text-right text-muted max-sm:w-auto" />
      </div>
      {hasDetail ? (
        <details className="mt-1">
          <summary className="inline-flex min-h-6 items-center text-xs text-muted hover:text-ink">
            What changed
          </summary>
          <div className="mt-1 grid gap-2 sm:grid-cols-2">
            <Side title="Before" value={item.before} />
            <Side title="After" value={item.after} />
          </div>
        </details>
      ) : null}
    </li>
  );
}

function Side({ title, value }: { title: string; value: unknown }) {
  if (value === null || value === undefined) return null;
  return (
    <div className="min-w-0">
      <p className="text-xs text-muted">{title}</p>
      <pre className="mt-0.5 overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs">
        {JSON.stringify(value, null, 2)}
      </pre>
    </div>
  );
}
