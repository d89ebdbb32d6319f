"use client";

import { ArrowRight, SearchX } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { Chip } from "@/components/ui/badge";
import { Button, buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { SearchFilter } from "@/components/ui/filters";
import { cn } from "@/lib/cn";
import { catalog, listCategories } from "@/lib/connectors/catalog";
import type { Manifest } from "@/lib/connectors/kit/manifest";
import { toPlural } from "@/lib/format/number";
import { ConnectorLogo } from "./connector-logo";

const abilities = [
  { value: "sync", label: "Reads records", has: (one: Manifest) => one.objects.some(({ read }) => read) },
  { value: "publish", label: "Publishes content", has: (one: Manifest) => one.publishes.length > 0 },
  { value: "webhooks", label: "Sends webhooks", has: (one: Manifest) => one.webhooks.supported },
].filter(({ has }) => catalog.some(has));

const authWords: Record<Manifest["authType"], string> = {
  oauth2: "One-click sign-in",
  api_key: "API key",
  app_password: "Application password",
  jwt_bearer: "Key file",
  webhook: "Webhook address",
  custom: "Own sign-in",
};

function fits(one: Manifest, filter: { q: string; category: string; can: string }): boolean {
  const text = [one.displayName, one.category, one.summary, ...one.objects.map(({ label }) => label)].join(
    " ",
  );
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  return (
    words.every((word) => text.toLowerCase().includes(word)) &&
    (!filter.category || one.category === filter.category) &&
    (!filter.can || (abilities.find(({ value }) => value === filter.can)?.has(one) ?? true))
  );
}

/** `counts`: how many integrations of each kind the workspace has. */
export function ProviderBrowser({ counts }: { counts: Readonly<Record<string, number>> }) {
  const [filter, setFilter] = useQueryStates({
    q: parseAsString.withDefault(""),
    category: parseAsString.withDefault(""),
    can: parseAsString.withDefault(""),
  });
  const found = catalog.filter((one) => fits(one, filter));
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-2">
        <SearchFilter label="Search platforms" />
        <Choices
          label="Category"
          value={filter.category}
          options={listCategories().map(({ category }) => ({ value: category, label: category }))}
          onChange={(category) => void setFilter({ category: category || null })}
        />
        <Choices
          label="What it can do"
          value={filter.can}
          options={abilities}
          onChange={(can) => void setFilter({ can: can || null })}
        />
      </div>
      <p className="sr-only" aria-live="polite">
        {toPlural(found.length, "platform")}
      </p>
      {found.length ? (
        <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {found.map((one) => (
            <ProviderCard key={one.slug} manifest={one} count={counts[one.slug] ?? 0} />
          ))}
        </ul>
      ) : (
        <div className="rounded-xl border bg-surface">
          <EmptyState
            icon={SearchX}
            title="No platform fits"
            action={<Button onClick={() => void setFilter(null)}>Show all platforms</Button>}
          />
        </div>
      )}
    </div>
  );
}

interface ChoicesProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}

function Choices({ label, value, options, onChange }: ChoicesProps) {
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={value === option.value}
          onClick={() => onChange(value === option.value ? "" : option.value)}
          className={cn(
            buttonClass("secondary", "md"),
            "rounded-full font-normal",
            value === option.value && "border-accent-ink bg-accent-soft text-accent-ink",
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}

function ProviderCard({ manifest, count }: { manifest: Manifest; count: number }) {
  return (
    <li className="relative flex flex-col rounded-xl border bg-surface p-5 shadow-card transition-colors hover:border-line-strong">
      <div className="flex items-start gap-3.5">
        <ConnectorLogo slug={manifest.slug} size="lg" />
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold">
            <Link
              href={`/integrations/add/${manifest.slug}`}
              data-row
              className="after:absolute after:inset-0 after:rounded-xl focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent-ink"
            >
              {manifest.displayName}
            </Link>
          </h2>
          <p className="text-sm text-muted">
            {manifest.category}, {authWords[manifest.authType].toLowerCase()}
          </p>
        </div>
        {count ? <Chip>{`${count} added`}</Chip> : null}
      </div>
      <p className="mt-3.5 text-base text-pretty text-muted">{manifest.summary}</p>
      <div className="mt-4 mb-4 flex flex-wrap gap-1.5">
        {manifest.objects.slice(0, 4).map((object) => (
          <Chip key={object.name}>{object.label}</Chip>
        ))}
        {manifest.objects.length > 4 ? <Chip>{`+${manifest.objects.length - 4}`}</Chip> : null}
        {manifest.publishes.length ? <Chip>Publishing</Chip> : null}
      </div>
      <p className="mt-auto inline-flex items-center gap-1.5 text-sm font-medium text-accent-ink">
        Connect {manifest.displayName} <ArrowRight aria-hidden className="size-3.5" />
      </p>
    </li>
  );
}
