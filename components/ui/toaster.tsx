"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

export function Toaster() {
  const { theme } = useTheme();
  return (
    <Sonner
      theme={theme === "light" || theme === "dark" ? theme : "system"}
      position="bottom-right"
      mobileOffset={{ bottom: 72 }}
      containerAriaLabel="Notices"
      closeButton
      gap={8}
      toastOptions={{
        classNames: {
          toast: "!bg-raised !text-ink !border-line !shadow-pop !rounded-lg !text-sm !font-sans",
          description: "!text-muted",
          actionButton: "!bg-accent !text-on-accent",
        },
      }}
    />
  );
}
