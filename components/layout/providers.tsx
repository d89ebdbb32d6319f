"use client";

import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import { Toaster } from "@/components/ui/toast";
import { QueryProvider } from "@/lib/query/provider";

export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      {...(nonce ? { nonce } : {})}
    >
      <NuqsAdapter>
        <QueryProvider>
          <Tooltip.Provider delayDuration={300} skipDelayDuration={150}>
            {children}
          </Tooltip.Provider>
        </QueryProvider>
      </NuqsAdapter>
      <Toaster />
    </ThemeProvider>
  );
}
