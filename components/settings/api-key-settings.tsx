"use client";

import { CircleCheck, CircleX, Clock, KeyRound } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHead } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { revokeApiKeyAction } from "@/lib/domain/api-key/actions";
import type { ApiKeyItem } from "@/lib/domain/api-key/types";
import { ApiKeyDialog } from "./api-key-dialog";
import { useSubmit } from "./use-submit";

export interface ApiKeySettingsProps {
  keys: readonly ApiKeyItem[];
  scopes: readonly { value: string; label: string }[];
  canWrite: boolean;
}

export function ApiKeySettings({ keys, scopes, canWrite }: ApiKeySettingsProps) {
  const [isOpen, setOpen] = useState(false);
  const add = canWrite ? (
    <Button variant="primary" onClick={() => setOpen(true)}>
      Make a key
    </Button>
  ) : null;
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <Card>
        <CardHead
          title="API keys"
          note={
            <>
              For scripts and other programs. The API is described in{" "}
              <a href="/api/v1/openapi.json" className="text-accent-ink underline underline-offset-2">
                openapi.json
              </a>
              .
            </>
          }
          action={keys.length ? add : null}
        />
        {keys.length ? (
          <ul className="divide-y border-t">
            {keys.map((key) => (
              <KeyRow key={key.apiKeyId} item={key} scopes={scopes} canWrite={canWrite} />
            ))}
          </ul>
        ) : (
          <EmptyState icon={KeyRound} title="No API keys yet" action={add}>
            A key lets a program do what you allow it, in the name of this workspace.
          </EmptyState>
        )}
      </Card>
      <ApiKeyDialog open={isOpen} onOpenChange={setOpen} scopes={scopes} />
    </div>
  );
}

const faces = {
  active: { label: "Active", tone: "good", icon: CircleCheck },
  expired: { label: "Expired", tone: "quiet", icon: Clock },
  revoked: { label: "Revoked", tone: "quiet", icon: CircleX },
} as const;

function KeyRow({
  item,
  scopes,
  canWrite,
}: { item: ApiKeyItem } & Pick<ApiKeySettingsProps, "scopes" | "canWrite">) {
  const { busy, submit } = useSubmit();
  const face = faces[item.state];
  const all = item.scopes.length === scopes.length;
  const revoke = async () => {
    const done = await submit("revoke", () => revokeApiKeyAction({ apiKeyId: item.apiKeyId }));
    if (done !== null) toast(`The key "${item.name}" no longer works.`);
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2 text-base font-medium">
          {item.name}
          <Badge tone={face.tone} icon={face.icon}>
            {face.label}
          </Badge>
        </p>
        <p className="text-sm text-muted">
          <code className="font-mono">{item.prefix}…</code>, {all ? "every right" : item.scopes.join(", ")}
        </p>
        <p className="text-sm text-muted">
          By {item.createdBy}, <Time at={item.createdAt} />.{" "}
          {item.lastUsedAt ? (
            <>
              Last used <Time at={item.lastUsedAt} />.
            </>
          ) : (
            "Never used."
          )}
          {item.expiresAt ? (
            <>
              {" "}
              Ends <Time at={item.expiresAt} />.
            </>
          ) : null}
        </p>
      </div>
      {canWrite && item.state === "active" ? (
        <Button size="sm" variant="danger-quiet" busy={busy !== null} onClick={() => void revoke()}>
          Revoke
        </Button>
      ) : null}
    </li>
  );
}
