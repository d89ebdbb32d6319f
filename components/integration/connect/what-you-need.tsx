import { Check, ExternalLink } from "lucide-react";
import type { Manifest } from "@/lib/connectors/kit/manifest";

export function WhatYouNeed({ manifest }: { manifest: Manifest }) {
  return (
    <aside aria-label="What you get" className="flex flex-col gap-4 text-sm lg:border-l lg:pl-6">
      <h3 className="font-medium">What you get</h3>
      <ul className="flex flex-col gap-2.5">
        {manifest.capabilities.map((point) => (
          <li key={point} className="flex items-start gap-2">
            <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
            <span className="text-pretty text-muted">{point}</span>
          </li>
        ))}
      </ul>
      {manifest.review || manifest.webhooks.note ? (
        <p className="text-pretty text-muted">
          {manifest.review} {manifest.webhooks.note}
        </p>
      ) : null}
      <a
        href={manifest.docsUrl}
        target="_blank"
        rel="noreferrer"
        className="inline-flex items-center gap-1 text-accent-ink underline underline-offset-2"
      >
        {manifest.displayName} documentation <ExternalLink aria-hidden className="size-3" />
      </a>
    </aside>
  );
}
