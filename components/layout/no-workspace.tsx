"use client";

import { UsersRound } from "lucide-react";
import { signOut } from "next-auth/react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export function NoWorkspace({ name }: { name: string }) {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState
        icon={UsersRound}
        title="You do not belong to a workspace"
        action={<Button onClick={() => void signOut({ callbackUrl: "/sign-in" })}>Sign out</Button>}
      >
        {name}, ask somebody of your team for an invitation link and open it here.
      </EmptyState>
    </main>
  );
}
