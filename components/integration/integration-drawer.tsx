"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { LogList } from "@/components/monitoring/log-list";
import { RunList } from "@/components/monitoring/run-list";
import { Button } from "@/components/ui/button";
import { Drawer } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import type { IntegrationDetail } from "@/lib/domain/integration/types";
import { useLiveOne } from "@/lib/query/use-live-list";
import { ConnectionFacts } from "./connection-facts";
import { HealthPanel } from "./health-panel";
import { RecordList } from "./record-list";
import { StatusBadge } from "./status-badge";
import { StatusHistory } from "./status-history";

const tabNames = ["health", "connection", "activity", "records", "logs"] as const;

export interface IntegrationDrawerProps {
  /** Null = closed. */
  id: string | null;
  onClose: () => void;
  canWrite: boolean;
}

export function IntegrationDrawer({ id, onClose, canWrite }: IntegrationDrawerProps) {
  const detail = useLiveOne<IntegrationDetail>({
    topic: "integrations",
    path: `integrations/${id}`,
    enabled: id !== null,
  });
  const data = detail.data?.id === id ? detail.data : undefined;
  return (
    <Drawer
      open={id !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={data?.name ?? "Integration"}
      description={
        data ? (
          <span className="flex flex-wrap items-center gap-2">
            <StatusBadge status={data.status} />
            {data.accountLabel ?? data.connectorName}
          </span>
        ) : undefined
      }
    >
      {data ? (
        <DrawerBody detail={data} canWrite={canWrite} />
      ) : detail.isError ? (
        <ErrorState error={detail.error} retry={() => void detail.refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </Drawer>
  );
}

function DrawerBody({ detail, canWrite }: { detail: IntegrationDetail; canWrite: boolean }) {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tabNames).withDefault("health"));
  const parts = [
    { value: "health", label: "Health", content: <HealthPanel health={detail.health} /> },
    { value: "connection", label: "Connection", content: <ConnectionFacts detail={detail} /> },
    {
      value: "activity",
      label: "Activity",
      content: (
        <div className="flex flex-col gap-6">
          <RunList integrationId={detail.id} compact />
          <StatusHistory changes={detail.statusHistory} />
        </div>
      ),
    },
    {
      value: "records",
      label: "Records",
      content: <RecordList integrationId={detail.id} objects={detail.objects} compact />,
    },
    {
      value: "logs",
      label: "Logs",
      content: (
        <div className="-mx-5 -my-4">
          <LogList integrationId={detail.id} compact />
        </div>
      ),
    },
  ];
  return (
    <div className="flex min-h-full flex-col">
      <Tabs
        label={`Details of ${detail.name}`}
        value={tab}
        onChange={(value) => void setTab(tabNames.find((name) => name === value) ?? "health")}
        parts={parts}
      />
      <div className="sticky bottom-0 mt-auto flex justify-end border-t bg-surface px-5 py-3">
        <Button asChild>
          <Link href={`/integrations/${detail.id}`}>
            {canWrite ? "Configure" : "All settings"} <ArrowRight aria-hidden className="size-3.5" />
          </Link>
        </Button>
      </div>
    </div>
  );
}
