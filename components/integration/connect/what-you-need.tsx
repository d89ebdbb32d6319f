import { Check, ExternalLink } from "lucide-react";
import type { Manifest } from "@/lib/connectors/kit/manifest";

function needs(manifest: Manifest): string[] {
  if (manifest.authType === "oauth2") {
    return [
      `A ${manifest.displayName} account that you may connect apps to`,
      "A browser that lets this page open a small window, or else we go there in this one",
    ];
  }
  return manifest.fields.filter(({ required }) => required).map(({ label, help }) => `${label}: ${help}`);
}

function Points({ title, points }: { title: string; points: readonly string[] }) {
  return (
    <div>
      <h3 className="text-sm font-medium text-muted">{title}</h3>
      <ul className="mt-2 flex flex-col gap-2">
        {points.map((point) => (
          <li key={point} className="flex items-start gap-2.5 text-base">
            <Check aria-hidden className="mt-[3px] size-4 shrink-0 text-accent-ink" />
            <span className="text-pretty">{point}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function WhatYouNeed({ manifest }: { manifest: Manifest }) {
  return (
    <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
      <Points title="Have at hand" points={needs(manifest)} />
      <Points title="What you get" points={manifest.capabilities} />
      {manifest.webhooks.note || manifest.review ? (
        <p className="text-sm text-pretty text-muted sm:col-span-2">
          {manifest.review} {manifest.webhooks.note}{" "}
          <a
            href={manifest.docsUrl}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1 whitespace-nowrap text-accent-ink underline underline-offset-2"
          >
            {manifest.displayName} documentation <ExternalLink aria-hidden className="size-3" />
          </a>
        </p>
      ) : null}
    </div>
  );
}
