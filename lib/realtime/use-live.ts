"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";

export type LiveState = "connecting" | "live" | "polling" | "offline";

type Message =
  | { kind: "hint"; topic: string }
  | { kind: "resync" }
  | { kind: "state"; state: LiveState }
  | { kind: "reopen" };

let state: LiveState = "connecting";
const listeners = new Set<() => void>();

function setState(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    subscribe,
    () => state,
    () => "connecting",
  );
}

/** How often a moving list looks by itself: rarely while hints arrive, often when they do not. Milliseconds. */
export function useLivePollMs(fastMs = 4000, slowMs = 30_000): number {
  return useLiveState() === "live" ? slowMs : fastMs;
}

const channelName = "connectus-live";

/** After switching the workspace: the leading tab opens its stream anew. */
export function reopenLive(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage({ kind: "reopen" } satisfies Message);
  channel.close();
}

/**
 * One stream per browser: the tab that holds the lock reads it and tells the others. When that tab goes, the lock
 * passes to the next.
 */
export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => {
    const channel = new BroadcastChannel(channelName);
    const stop = new AbortController();
    const pending = collector(client);
    const take = (message: Message) => {
      if (message.kind === "state") setState(message.state);
      if (message.kind === "hint") pending.add(message.topic);
      if (message.kind === "resync") void client.invalidateQueries();
    };
    channel.onmessage = ({ data }: MessageEvent<Message>) => take(data);
    const tell = (message: Message) => {
      if (stop.signal.aborted) return;
      take(message);
      channel.postMessage(message);
    };
    const lead = () => readStream(tell, channel, stop.signal);
    if (navigator.locks) {
      navigator.locks.request(channelName, { signal: stop.signal }, lead).catch(() => undefined);
    } else void lead();
    return () => {
      stop.abort();
      pending.stop();
      channel.close();
    };
  }, [client]);
}

/** A busy sync hints many times a second; a topic is read again at most about twice in that time. */
function collector(client: QueryClient) {
  const topics = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    for (const topic of topics)
      void client.invalidateQueries({ queryKey: [topic] }, { cancelRefetch: false });
    topics.clear();
  };
  return {
    add(topic: string) {
      topics.add(topic);
      timer ??= setTimeout(flush, 400);
    },
    stop: () => clearTimeout(timer),
  };
}

function readStream(
  tell: (message: Message) => void,
  channel: BroadcastChannel,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    let source = open(tell);
    const onCommand = ({ data }: MessageEvent<Message>) => {
      if (data.kind !== "reopen") return;
      source.close();
      source = open(tell);
      tell({ kind: "resync" });
    };
    channel.addEventListener("message", onCommand);
    signal.addEventListener("abort", () => {
      source.close();
      resolve();
    });
  });
}

function open(tell: (message: Message) => void): EventSource {
  const source = new EventSource("/api/live/events");
  const parse = (event: Event) => JSON.parse((event as MessageEvent<string>).data) as Record<string, string>;
  source.addEventListener("hint", (event) => tell({ kind: "hint", topic: parse(event).topic ?? "" }));
  source.addEventListener("resync", () => tell({ kind: "resync" }));
  source.addEventListener("mode", (event) =>
    tell({ kind: "state", state: parse(event).mode === "polling" ? "polling" : "live" }),
  );
  source.onerror = () => tell({ kind: "state", state: "offline" });
  return source;
}
