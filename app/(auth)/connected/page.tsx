import type { Metadata } from "next";
import { Suspense } from "react";
import type { PageInput } from "@/app/page-input";
import { OauthOutcomeView } from "@/components/integration/oauth-outcome";
import { readResultQuery } from "@/lib/domain/integration/result-link";

export const metadata: Metadata = { title: "Connection" };

export default function ConnectedPage(props: PageInput) {
  return (
    <Suspense>
      <Outcome searchParams={props.searchParams} />
    </Suspense>
  );
}

async function Outcome({ searchParams }: Pick<PageInput, "searchParams">) {
  return <OauthOutcomeView result={readResultQuery(await searchParams)} />;
}
