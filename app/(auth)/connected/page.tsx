import type { Metadata } from "next";
import { Suspense } from "react";
import type { PageInput } from "@/app/page-input";
import { OauthOutcomeView } from "@/components/integration/oauth-outcome";
import { oauthOutcomes } from "@/lib/domain/integration/types";

export const metadata: Metadata = { title: "Connection" };

export default function ConnectedPage(props: PageInput) {
  return (
    <Suspense>
      <Outcome searchParams={props.searchParams} />
    </Suspense>
  );
}

async function Outcome({ searchParams }: Pick<PageInput, "searchParams">) {
  const query = await searchParams;
  const text = (name: string) => (typeof query[name] === "string" ? query[name] : null);
  const outcome = oauthOutcomes.find((name) => name === text("outcome")) ?? "failed";
  return (
    <OauthOutcomeView
      result={{
        outcome,
        integrationId: text("integration"),
        message: text("message")?.slice(0, 500) ?? "The answer of the platform could not be read.",
        returnTo: text("return_to") ?? text("returnTo"),
      }}
    />
  );
}
