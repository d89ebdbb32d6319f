"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type OauthMessage, oauthChannelName } from "./use-oauth";

/**
 * Tells the OAuth window that somebody has its result, so that it closes. It lives in the shell: the button that began
 * the visit may be gone by then, because the live view has shown the connection already.
 */
export function OauthReceiver() {
  const client = useQueryClient();
  useEffect(() => {
    const channel = new BroadcastChannel(oauthChannelName);
    channel.onmessage = ({ data }: MessageEvent<OauthMessage>) => {
      if (data.kind !== "result") return;
      channel.postMessage({ kind: "taken", integrationId: data.result.integrationId } satisfies OauthMessage);
      void client.invalidateQueries({ queryKey: ["integrations"] });
    };
    return () => channel.close();
  }, [client]);
  return null;
}
