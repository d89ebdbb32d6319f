import { ChevronLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { one, type PageInput } from "@/app/page-input";
import { ConnectWizard } from "@/components/integration/connect/connect-wizard";
import { ConnectorLogo } from "@/components/integration/connector-logo";
import { Notice } from "@/components/ui/notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { hasScope } from "@/lib/access/scopes";
import { loadCtx } from "@/lib/auth/session";
import { getManifest } from "@/lib/connectors/catalog";
import { loadIntegrations } from "@/lib/domain/integration/loaders";
import { loadOrNotFound } from "../../_components/load-or-not-found";
import { connectSetup } from "./_components/connect-setup";

type Props = PageInput<{ provider: string }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Connect ${getManifest((await params).provider)?.displayName ?? "a platform"}` };
}

export default function ConnectPage(props: Props) {
  return (
    <div className="mx-auto max-w-4xl">
      <Link
        href="/integrations/add"
        className="inline-flex items-center gap-1 text-sm text-muted hover:text-ink"
      >
        <ChevronLeft aria-hidden className="size-3.5" /> All platforms
      </Link>
      <Suspense fallback={<SkeletonRows label="Loading" />}>
        <Wizard {...props} />
      </Suspense>
    </div>
  );
}

async function Wizard({ params, searchParams }: Props) {
  const manifest = getManifest((await params).provider);
  if (!manifest) notFound();
  const { integration } = await searchParams;
  // Begun earlier and not finished: go on with that one.
  const begun = await loadIntegrations({ connector: manifest.slug, status: "pending", limit: 1 });
  const id = one(integration) ?? begun.data[0]?.id;
  const initial = id ? await loadOrNotFound(id) : null;
  if (initial && initial.connector !== manifest.slug) notFound();
  return (
    <>
      <div className="mt-3 mb-6 flex items-center gap-3.5">
        <ConnectorLogo slug={manifest.slug} size="lg" />
        <div>
          <h1 className="text-xl font-semibold">
            {initial && initial.status !== "pending"
              ? `Reconnect ${initial.name}`
              : `Connect ${manifest.displayName}`}
          </h1>
          <p className="text-base text-muted">{manifest.summary}</p>
        </div>
      </div>
      {hasScope(await loadCtx(), "integration:write") ? (
        <ConnectWizard manifest={manifest} initial={initial} {...connectSetup(manifest.slug)} />
      ) : (
        <Notice kind="info" title="You can look, not connect">
          Your role in this workspace is viewer. An editor, admin or owner can connect platforms.
        </Notice>
      )}
    </>
  );
}
