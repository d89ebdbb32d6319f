"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";

export type LiveState = "connecting" | "live" | "polling" | "offline";

type Message =
  | { kind: "hint"; topic: string }
  | { kind: "resync" }
  | { kind: "state"; state: LiveState }
  | { kind: "reopen" }
  | { kind: "signed-out" }
  /** A new tab asks the leading one how the stream is. */
  | { kind: "hello" };

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

function broadcast(message: Message): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(message);
  channel.close();
}

/** After switching the workspace: the leading tab opens its stream anew. */
export const reopenLive = () => broadcast({ kind: "reopen" });

/** No tab goes on showing what its reader may no longer see. */
export const tellSignedOut = () => broadcast({ kind: "signed-out" });

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
      if (message.kind === "signed-out") window.location.assign("/sign-in");
    };
    channel.onmessage = ({ data }: MessageEvent<Message>) => take(data);
    const tell = (message: Message) => {
      if (stop.signal.aborted) return;
      take(message);
      channel.postMessage(message);
    };
    channel.postMessage({ kind: "hello" } satisfies Message);
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
    const stream = new Stream(tell);
    channel.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      if (data.kind === "hello") tell({ kind: "state", state });
      if (data.kind !== "reopen") return;
      stream.open();
      tell({ kind: "resync" });
    });
    signal.addEventListener("abort", () => {
      stream.close();
      resolve();
    });
  });
}

/** An EventSource that also comes back after an answer other than 200, which the browser takes as the end. */
class Stream {
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  constructor(private readonly tell: (message: Message) => void) {
    this.open();
  }

  open(): void {
    this.close();
    const source = new EventSource("/api/live/events");
    this.source = source;
    source.addEventListener("hint", (event) => this.tell({ kind: "hint", topic: read(event).topic ?? "" }));
    source.addEventListener("resync", () => this.tell({ kind: "resync" }));
    source.addEventListener("mode", (event) => {
      this.failures = 0;
      this.tell({ kind: "state", state: read(event).mode === "polling" ? "polling" : "live" });
    });
    source.onerror = () => this.onError(source);
  }

  close(): void {
    clearTimeout(this.timer);
    this.source?.close();
  }

  private onError(source: EventSource): void {
    this.tell({ kind: "state", state: "offline" });
    if (source.readyState !== EventSource.CLOSED) return;
    const waitMs = Math.min(60_000, 3000 * 2 ** this.failures);
    this.failures += 1;
    this.timer = setTimeout(() => {
      this.open();
      this.tell({ kind: "resync" });
    }, waitMs);
  }
}

function read(event: Event): Record<string, string> {
  return JSON.parse((event as MessageEvent<string>).data) as Record<string, string>;
}
