"use client";

import dynamic from "next/dynamic";
import type { ExternalToast } from "sonner";

// 11 kB that nobody needs before the first notice.
export const Toaster = dynamic(() => import("./toaster").then((file) => file.Toaster), { ssr: false });

type Kind = "message" | "success" | "error";

function show(kind: Kind, title: string, options?: ExternalToast): void {
  void import("sonner").then(({ toast: sonner }) => sonner[kind](title, options));
}

/** A notice at the corner, spoken politely by screen readers. */
export const toast = Object.assign(
  (title: string, options?: ExternalToast) => show("message", title, options),
  {
    success: (title: string, options?: ExternalToast) => show("success", title, options),
    error: (title: string, options?: ExternalToast) => show("error", title, options),
  },
);
