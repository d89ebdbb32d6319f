"use client";

import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { LiveReadError } from "@/lib/query/live-read";
import { Button } from "./button";
import { EmptyState } from "./empty-state";

export interface ErrorStateProps {
  error: unknown;
  retry: () => void;
  action?: ReactNode;
}

export function ErrorState({ error, retry, action }: ErrorStateProps) {
  const known = error instanceof LiveReadError ? error : null;
  const isSignedOut = known?.status === 401;
  return (
    <div role="alert">
      <EmptyState
        icon={CircleAlert}
        title={known?.message ?? "This could not be loaded."}
        action={
          isSignedOut ? (
            <Button variant="primary" asChild>
              <a href="/sign-in">Sign in</a>
            </Button>
          ) : (
            <>
              <Button onClick={retry}>Try again</Button>
              {action}
            </>
          )
        }
      >
        {known?.fix ?? "Try again in a moment."}
        {known?.requestId ? (
          <span className="mt-1 block font-mono text-xs select-all">Request {known.requestId}</span>
        ) : null}
      </EmptyState>
    </div>
  );
}
