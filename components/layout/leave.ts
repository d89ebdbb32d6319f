"use client";

import { tellSignedOut } from "@/lib/realtime/use-live";

/** Ends the session here and sends every open tab to the sign-in page. */
export async function leave(): Promise<void> {
  const { signOut } = await import("next-auth/react");
  await signOut({ redirect: false }).catch(() => undefined);
  tellSignedOut();
  window.location.assign("/sign-in");
}
