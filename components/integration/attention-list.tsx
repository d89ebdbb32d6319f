"use client";

import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardHead } from "@/components/ui/card";
import type { AttentionItem } from "@/lib/domain/monitoring/types";
import { toPlural } from "@/lib/format/number";
import { ConnectorLogo } from "./connector-logo";
import { SeverityBadge } from "./finding-list";
import { useIntegrationCommands } from "./use-integration-commands";

const shownFirst = 4;

export function AttentionList({ items, canWrite }: { items: readonly AttentionItem[]; canWrite: boolean }) {
  const [showAll, setShowAll] = useState(false);
  if (items.length === 0) {
    return (
      <p className="flex items-center gap-2 text-sm text-muted">
        <CircleCheck aria-hidden className="size-4 text-good" /> Nothing needs your attention.
      </p>
    );
  }
  const shown = showAll ? items : items.slice(0, shownFirst);
  return (
    <Card aria-labelledby="attention-heading">
      <CardHead title="Needs attention" note={toPlural(items.length, "finding")} />
      <ul className="divide-y border-t" id="attention-heading" aria-label="Needs attention">
        {shown.map((item) => (
          <li
            key={`${item.integrationId}-${item.rule}`}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5"
          >
            <ConnectorLogo slug={item.connector} />
            <div className="min-w-0 flex-1 basis-64">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-base">
                <span className="font-medium">{item.integrationName}</span>
                <SeverityBadge severity={item.severity} />
              </p>
              <p className="text-sm text-pretty text-muted">
                <span className="text-ink">{item.title}.</span> {item.detail}
              </p>
            </div>
            {canWrite ? <FixButton item={item} /> : null}
          </li>
        ))}
      </ul>
      {items.length > shownFirst ? (
        <div className="border-t px-4 py-2 sm:px-5">
          <Button size="sm" variant="quiet" onClick={() => setShowAll(!showAll)}>
            {showAll ? "Show fewer" : `Show all ${items.length}`}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

/** One button that does what the finding asks for. */
export function FixButton({ item }: { item: AttentionItem }) {
  const commands = useIntegrationCommands();
  const target = { id: item.integrationId, name: item.integrationName };
  const { kind, label } = item.fix;
  if (kind === "wait") return <p className="text-sm text-muted">{item.fix.text}</p>;
  if (kind === "test" || kind === "sync" || kind === "resume") {
    return (
      <Button size="sm" busy={commands.busy !== null} onClick={() => void commands[kind](target)}>
        {label}
      </Button>
    );
  }
  const href =
    kind === "reconnect"
      ? `/integrations/add/${item.connector}?integration=${item.integrationId}`
      : `/integrations/${item.integrationId}`;
  return (
    <Button size="sm" variant={kind === "reconnect" ? "primary" : "secondary"} asChild>
      <Link href={href}>{label}</Link>
    </Button>
  );
}
