"use client";

import { FlaskConical, RefreshCw } from "lucide-react";
import { Chip } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { TabLinks } from "@/components/ui/tab-links";
import type { IntegrationDetail } from "@/lib/domain/integration/types";
import { useLiveOne } from "@/lib/query/use-live-list";
import { ConnectorLogo } from "./connector-logo";
import { StatusBadge } from "./status-badge";
import { useIntegrationCommands } from "./use-integration-commands";

export function IntegrationHeader({ initial }: { initial: IntegrationDetail }) {
  const live = useLiveOne({ topic: "integrations", path: `integrations/${initial.id}`, initial });
  const detail = live.data ?? initial;
  const commands = useIntegrationCommands();
  const base = `/integrations/${detail.id}`;
  return (
    <header className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <ConnectorLogo slug={detail.connector} size="lg" />
        <div className="min-w-0 flex-1 basis-56">
          <h1 className="truncate text-xl font-semibold">{detail.name}</h1>
          <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
            <StatusBadge status={detail.status} />
            <span>{detail.accountLabel ?? detail.connectorName}</span>
            {detail.isSandbox ? <Chip>Sandbox</Chip> : null}
          </p>
        </div>
        {detail.canWrite && detail.status !== "pending" ? (
          <div className="flex gap-2">
            <Button busy={commands.busy === "test"} onClick={() => void commands.test(detail)}>
              {commands.busy === "test" ? null : <FlaskConical aria-hidden className="size-3.5" />} Test
            </Button>
            <Button
              variant="primary"
              busy={commands.busy === "sync" || detail.activeRunId !== null}
              disabled={detail.status !== "connected"}
              onClick={() => void commands.sync(detail)}
            >
              {commands.busy === "sync" || detail.activeRunId ? null : (
                <RefreshCw aria-hidden className="size-3.5" />
              )}
              {detail.activeRunId ? "Syncing" : "Sync now"}
            </Button>
          </div>
        ) : null}
      </div>
      <TabLinks
        label={detail.name}
        tabs={[
          { href: base, label: "Settings" },
          { href: `${base}/records`, label: "Records" },
          { href: `${base}/activity`, label: "Activity" },
        ]}
      />
    </header>
  );
}
