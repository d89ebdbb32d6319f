"use client";

import { CircleCheck, CircleX, ExternalLink } from "lucide-react";
import { type Fact, Facts } from "@/components/ui/facts";
import { Time } from "@/components/ui/time";
import type { IntegrationDetail } from "@/lib/domain/integration/types";
import { QuotaBar } from "./quota-bar";
import { StatusBadge } from "./status-badge";
import { TestLayers } from "./test-layers";

function fieldFacts(detail: IntegrationDetail) {
  return detail.fields.map((field) => ({
    label: field.label,
    value: field.secret
      ? detail.secretsStored
        ? "Stored, encrypted"
        : "Not stored"
      : (detail.config[field.key] ?? "–"),
  }));
}

function factsOf(detail: IntegrationDetail): (Fact | null)[] {
  return [
    { label: "Platform", value: detail.connectorName },
    { label: "Account", value: detail.accountLabel ?? "Not known yet" },
    {
      label: "Status",
      value: (
        <span className="inline-flex flex-wrap items-center gap-2">
          <StatusBadge status={detail.status} /> <Time at={detail.statusSince} className="text-muted" />
        </span>
      ),
    },
    detail.statusReason ? { label: "Why", value: detail.statusReason } : null,
    detail.isSandbox ? { label: "Environment", value: "Local sandbox, not the real platform" } : null,
    ...fieldFacts(detail),
    detail.credentialsExpireAt
      ? { label: "Sign-in is renewed by itself; it ends", value: <Time at={detail.credentialsExpireAt} /> }
      : null,
    { label: "Help", value: <HelpLink detail={detail} /> },
  ];
}

function HelpLink({ detail }: { detail: IntegrationDetail }) {
  return (
    <a
      href={detail.docsUrl}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 text-accent-ink hover:underline"
    >
      {detail.connectorName} documentation <ExternalLink aria-hidden className="size-3" />
    </a>
  );
}

export function ConnectionFacts({ detail }: { detail: IntegrationDetail }) {
  return (
    <div className="flex flex-col gap-6">
      <Facts facts={factsOf(detail)} />
      {detail.scopes.length ? <Scopes scopes={detail.scopes} /> : null}
      {detail.quotas.length ? (
        <section aria-label="Call limits" className="flex flex-col gap-3">
          {detail.quotas.map((quota) => (
            <QuotaBar key={`${quota.window}-${quota.limit}`} quota={quota} />
          ))}
        </section>
      ) : null}
      {detail.lastTest ? (
        <section aria-label="Last connection test">
          <h3 className="text-xs font-medium text-muted">
            Last test, <Time at={detail.lastTest.at} />
          </h3>
          <TestLayers result={detail.lastTest} />
        </section>
      ) : null}
    </div>
  );
}

function Scopes({ scopes }: { scopes: IntegrationDetail["scopes"] }) {
  return (
    <section aria-label="Permissions">
      <h3 className="text-xs font-medium text-muted">Permissions</h3>
      <ul className="mt-2 flex flex-col gap-1.5 text-sm">
        {scopes.map((scope) => (
          <li key={scope.name} className="flex items-start gap-2">
            {scope.granted ? (
              <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
            ) : (
              <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
            )}
            <span>
              {scope.text}
              <span className="text-muted">{scope.granted ? ", granted" : ", not granted"}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
