"use client";

import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { IntegrationCard } from "@/lib/domain/integration/types";
import { useOauth } from "./use-oauth";

export interface ConnectButtonProps {
  card: Pick<IntegrationCard, "id" | "name" | "connector" | "connectorName" | "authType" | "status">;
  size?: ButtonProps["size"];
  variant?: ButtonProps["variant"];
  icon?: ReactNode;
}

/** Connects or reconnects: keeps the integration, its history and its settings. */
export function ConnectButton({ card, size = "md", variant = "primary", icon }: ConnectButtonProps) {
  const label = card.status === "pending" ? "Connect" : "Reconnect";
  if (card.authType !== "oauth2") {
    return (
      <Button size={size} variant={variant} asChild>
        <Link href={`/integrations/add/${card.connector}?integration=${card.id}&again=true`}>
          {icon} {label}
        </Link>
      </Button>
    );
  }
  return <OauthConnectButton card={card} size={size} variant={variant} icon={icon} label={label} />;
}

function OauthConnectButton({ card, size, variant, icon, label }: ConnectButtonProps & { label: string }) {
  const client = useQueryClient();
  const router = useRouter();
  const pathname = usePathname();
  const { state, start } = useOauth(card.id, (result) => {
    if (result.outcome === "ok") toast.success(`${card.name} is connected.`);
    else toast.error(result.message);
    void client.invalidateQueries({ queryKey: ["integrations"] });
    router.refresh();
  });
  const isBusy = state.step === "starting" || (state.step === "waiting" && !state.wasClosed);
  const press = async () => {
    await start(
      async () => card.id,
      () => pathname,
    );
  };
  return (
    <Button size={size} variant={variant} busy={isBusy} onClick={() => void press()}>
      {isBusy ? null : icon} {isBusy ? `Waiting for ${card.connectorName}` : `${label} ${card.connectorName}`}
    </Button>
  );
}
