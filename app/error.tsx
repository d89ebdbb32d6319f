"use client";

import { PageError } from "@/components/layout/page-error";

export default function RootError({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return (
    <main>
      <PageError error={error} retry={retry} />
    </main>
  );
}
