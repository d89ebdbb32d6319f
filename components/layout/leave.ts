"use client";

import { signOut } from "next-auth/react";
import { tellSignedOut } from "@/lib/realtime/use-live";

/** Ends the session here and sends every open tab to the sign-in page. */
export async function leave(): Promise<void> {
  await signOut({ redirect: false }).catch(() => undefined);
  tellSignedOut();
  window.location.assign("/sign-in");
}
