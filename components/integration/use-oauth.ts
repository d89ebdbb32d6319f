"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { startOauthAction } from "@/lib/domain/integration/actions";
import type { OauthResult } from "@/lib/domain/integration/types";

export const oauthChannelName = "connectus-oauth";
export const oauthWindowName = "connectus-oauth";

export type OauthMessage =
  | { kind: "result"; result: OauthResult }
  /** A page took the result over; the window may close. */
  | { kind: "taken"; integrationId: string | null };

export type OauthState =
  | { step: "idle" }
  | { step: "starting" }
  | { step: "waiting"; wasClosed: boolean }
  | { step: "finished"; result: OauthResult }
  | { step: "failed"; message: string; fix: string | undefined };

const windowFeatures = "popup,width=600,height=760";

/**
 * Sends the person to the platform in a small window, or, where that is blocked, in this one. The result comes back
 * over a channel: `window.opener` does not survive every platform's headers.
 */
export function useOauth(integrationId: string | null, onFinished: (result: OauthResult) => void) {
  const [state, setState] = useState<OauthState>({ step: "idle" });
  const popup = useRef<Window | null>(null);
  const finished = useRef(onFinished);
  finished.current = onFinished;

  useEffect(() => {
    const channel = new BroadcastChannel(oauthChannelName);
    channel.onmessage = ({ data }: MessageEvent<OauthMessage>) => {
      if (data.kind !== "result" || (integrationId && data.result.integrationId !== integrationId)) return;
      setState({ step: "finished", result: data.result });
      finished.current(data.result);
    };
    return () => channel.close();
  }, [integrationId]);

  useEffect(() => {
    if (state.step !== "waiting" || state.wasClosed) return;
    const timer = setInterval(() => {
      if (popup.current?.closed) setState({ step: "waiting", wasClosed: true });
    }, 700);
    return () => clearInterval(timer);
  }, [state]);

  /** Call it in the click itself, else the browser blocks the window. `prepare` names the integration, or gives up. */
  const start = useCallback(
    async (prepare: () => Promise<string | null>, returnTo: (id: string) => string) => {
      popup.current = window.open("about:blank", oauthWindowName, windowFeatures);
      setState({ step: "starting" });
      const id = await prepare();
      const answer =
        id === null ? null : await startOauthAction({ integrationId: id, returnTo: returnTo(id) });
      if (!answer?.ok) {
        popup.current?.close();
        setState(answer ? { step: "failed", message: answer.message, fix: answer.fix } : { step: "idle" });
        return;
      }
      const { authorizationUrl } = answer.data;
      if (!popup.current || popup.current.closed) return window.location.assign(authorizationUrl);
      popup.current.location.href = authorizationUrl;
      setState({ step: "waiting", wasClosed: false });
    },
    [],
  );

  const focus = useCallback(() => popup.current?.focus(), []);
  const reset = useCallback(() => setState({ step: "idle" }), []);
  return { state, start, focus, reset };
}
