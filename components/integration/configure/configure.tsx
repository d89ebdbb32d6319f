"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { DirtyBar } from "@/components/ui/dirty-bar";
import { LeaveGuard } from "@/components/ui/leave-guard";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { updateIntegrationAction } from "@/lib/domain/integration/actions";
import type { IntegrationDetail } from "@/lib/domain/integration/types";
import { useLiveOne } from "@/lib/query/use-live-list";
import { ConnectButton } from "../connect-button";
import { ConnectionFacts } from "../connection-facts";
import { tellFailure } from "../use-integration-commands";
import { DangerZone } from "./danger-zone";
import { Section } from "./section";
import { SettingsForm } from "./settings-form";
import { type Draft, findProblems, listChanges, toDraft, toPatch } from "./settings-model";

const parts = [
  { id: "connection", label: "Connection" },
  { id: "name", label: "Name" },
  { id: "sync", label: "Sync" },
  { id: "limits", label: "Limits" },
  { id: "errors", label: "Error handling" },
  { id: "danger", label: "Danger zone" },
];

export function Configure({ initial }: { initial: IntegrationDetail }) {
  const live = useLiveOne({ topic: "integrations", path: `integrations/${initial.id}`, initial });
  const detail = live.data ?? initial;
  const form = useSettingsForm(detail, () => void live.refetch());
  return (
    <div className="grid gap-8 lg:grid-cols-[10rem_minmax(0,1fr)]">
      <SectionNav />
      <div className="flex min-w-0 flex-col gap-5">
        {detail.canWrite ? null : (
          <Notice kind="info" title="You can look, not change">
            Your role in this workspace is viewer. An editor, admin or owner can change settings.
          </Notice>
        )}
        <Section id="connection" title="Connection">
          <ConnectionFacts detail={detail} />
          {detail.canWrite ? (
            <div>
              <ConnectButton
                card={detail}
                variant={detail.status === "connected" ? "secondary" : "primary"}
              />
            </div>
          ) : null}
        </Section>
        <SettingsForm detail={detail} draft={form.draft} problems={form.problems} onChange={form.change} />
        {detail.canWrite ? <DangerZone detail={detail} /> : null}
        <DirtyBar
          changes={form.changes}
          isBusy={form.isBusy}
          isBlocked={Object.keys(form.problems).length > 0}
          onSave={() => void form.save()}
          onDiscard={form.discard}
        />
        <LeaveGuard isDirty={form.changes.length > 0} />
      </div>
    </div>
  );
}

function SectionNav() {
  return (
    <nav aria-label="Sections" className="max-lg:hidden">
      <ul className="sticky top-8 flex flex-col gap-0.5 text-sm">
        {parts.map(({ id, label }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className="flex h-8 items-center rounded-md px-2.5 text-muted hover:bg-hover hover:text-ink"
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function useSettingsForm(detail: IntegrationDetail, reload: () => void) {
  const router = useRouter();
  const [edits, setEdits] = useState<Partial<Draft>>({});
  /** The version the first edit was made on: another one meanwhile is a conflict, not silently overwritten. */
  const [version, setVersion] = useState<number | null>(null);
  const [isBusy, setBusy] = useState(false);
  const saved = toDraft(detail);
  const draft = { ...saved, ...edits };
  const changes = listChanges(saved, draft, detail);
  const discard = () => {
    setEdits({});
    setVersion(null);
  };
  const save = async () => {
    setBusy(true);
    const result = await updateIntegrationAction({
      integrationId: detail.id,
      version: version ?? detail.version,
      ...(draft.name === saved.name ? {} : { name: draft.name }),
      settings: toPatch(changes, draft, detail),
    });
    setBusy(false);
    if (!result.ok) {
      if (result.code === "conflict") setVersion(null);
      reload();
      return tellFailure(result);
    }
    toast.success("Saved.");
    discard();
    reload();
    router.refresh();
  };
  const change = (edit: Partial<Draft>) => {
    setVersion((known) => known ?? detail.version);
    setEdits((before) => ({ ...before, ...edit }));
  };
  return { draft, changes, problems: findProblems(draft), isBusy, change, discard, save };
}
