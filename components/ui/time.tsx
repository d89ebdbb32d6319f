"use client";

import { useSyncExternalStore } from "react";
import { toAbsolute, toRelative } from "@/lib/format/time";

// One clock for every time on the page.
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  nowMs = Date.now();
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, 10_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

const never = () => () => {};

/** False while the server's HTML is taken over, so that the reader's time zone is used only afterwards. */
export function useIsClient(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

export function Time({ at, className }: { at: string; className?: string }) {
  const now = useSyncExternalStore(
    subscribe,
    () => nowMs,
    // The server has no ticking clock.
    () => (typeof window === "undefined" ? Date.now() : nowMs),
  );
  const isClient = useIsClient();
  // What happened since the last tick is "just now", not in the future.
  const aheadMs = Date.parse(at) - now;
  const shown = aheadMs > 0 && aheadMs < 15_000 ? Date.parse(at) : now;
  return (
    // The key replaces what the server wrote: its clock and its time zone are not the reader's.
    <time
      key={String(isClient)}
      dateTime={at}
      title={isClient ? toAbsolute(at) : undefined}
      className={className}
      suppressHydrationWarning
    >
      {toRelative(at, shown)}
    </time>
  );
}

/** A moment in the reader's own zone; the server shows UTC until the browser takes over. */
export function LocalTime({ at, format }: { at: string; format: (iso: string) => string }) {
  const isClient = useIsClient();
  return (
    <time
      key={String(isClient)}
      dateTime={at}
      title={isClient ? toAbsolute(at) : undefined}
      suppressHydrationWarning
    >
      {format(at)}
    </time>
  );
}
