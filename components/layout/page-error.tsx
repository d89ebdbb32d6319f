"use client";

import { CircleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export interface PageErrorProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/** The server's reason does not reach the browser in production; the digest finds it in the log. */
export function PageError({ error, retry }: PageErrorProps) {
  return (
    <div role="alert">
      <EmptyState
        icon={CircleAlert}
        title="This page could not be loaded"
        className="py-24"
        action={
          <>
            <Button variant="primary" onClick={retry}>
              Try again
            </Button>
            <Button asChild>
              <a href="/integrations">Go to the overview</a>
            </Button>
          </>
        }
      >
        Connectus or its database did not answer. Usually it works again in a moment; an operator can run{" "}
        <code className="font-mono">npm run doctor</code>.
        {error.digest ? (
          <span className="mt-1 block font-mono text-xs select-all">Error {error.digest}</span>
        ) : null}
      </EmptyState>
    </div>
  );
}
