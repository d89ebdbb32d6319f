"use client";

import { UsersRound } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { leave } from "./leave";

export function NoWorkspace({ name }: { name: string }) {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState
        icon={UsersRound}
        title="You do not belong to a workspace"
        action={<Button onClick={() => void leave()}>Sign out</Button>}
      >
        {name}, ask somebody of your team for an invitation link and open it here.
      </EmptyState>
    </main>
  );
}
