"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { acceptInviteAction } from "@/lib/domain/member/actions";

export interface AcceptInviteProps {
  token: string;
  name: string;
  workspaceName: string;
}

export function AcceptInvite({ token, name, workspaceName }: AcceptInviteProps) {
  const [failure, setFailure] = useState<{ message: string; fix?: string } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const join = async () => {
    setBusy(true);
    const result = await acceptInviteAction({ token });
    if (result.ok) return window.location.assign("/integrations");
    setBusy(false);
    setFailure(result);
  };
  return (
    <div className="mt-6 flex flex-col gap-4">
      {failure ? (
        <Notice kind="bad" title={failure.message} live>
          {failure.fix}
        </Notice>
      ) : null}
      <Button variant="primary" size="lg" busy={isBusy} onClick={() => void join()}>
        Join {workspaceName} as {name}
      </Button>
    </div>
  );
}
