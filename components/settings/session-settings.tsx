"use client";

import { MonitorSmartphone } from "lucide-react";
import { Chip } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHead } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { revokeOtherSessionsAction, revokeSessionAction } from "@/lib/domain/session/actions";
import type { SessionItem } from "@/lib/domain/session/types";
import { useSubmit } from "./use-submit";

export function SessionSettings({ sessions }: { sessions: readonly SessionItem[] }) {
  const { busy, submit } = useSubmit();
  const endOthers = async () => {
    const done = await submit("others", () => revokeOtherSessionsAction({}));
    if (done !== null) toast("All other sessions are ended.");
  };
  return (
    <Card className="max-w-3xl">
      <CardHead
        title="Where you are signed in"
        note="A session ends by itself after 12 hours without use, and after 30 days in any case."
        action={
          sessions.length > 1 ? (
            <Button variant="danger-quiet" busy={busy === "others"} onClick={() => void endOthers()}>
              End all others
            </Button>
          ) : null
        }
      />
      <ul className="divide-y border-t">
        {sessions.map((session) => (
          <SessionRow key={session.sessionId} session={session} />
        ))}
      </ul>
    </Card>
  );
}

function SessionRow({ session }: { session: SessionItem }) {
  const { busy, submit } = useSubmit();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <MonitorSmartphone aria-hidden className="size-5 text-muted" />
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex items-center gap-2 text-base font-medium">
          {session.label} {session.isCurrent ? <Chip>This one</Chip> : null}
        </p>
        <p className="text-sm text-muted">
          Signed in <Time at={session.createdAt} />, last used <Time at={session.lastSeenAt} />
        </p>
      </div>
      {session.isCurrent ? null : (
        <Button
          size="sm"
          busy={busy === session.sessionId}
          onClick={() =>
            void submit(session.sessionId, () => revokeSessionAction({ sessionId: session.sessionId }))
          }
        >
          End
        </Button>
      )}
    </li>
  );
}
