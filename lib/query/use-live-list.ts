"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import type { Topic } from "@/lib/realtime/publish";
import { useLivePollMs } from "@/lib/realtime/use-live";
import { liveKey } from "./keys";
import { liveRead, type QueryValue } from "./live-read";

export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

export interface LiveListOptions<T> {
  topic: Topic;
  /** Below `/api/live/`. */
  path: string;
  query: Record<string, QueryValue>;
  /** What the server already rendered for the first query. */
  initial?: Page<T>;
  enabled?: boolean;
  /** How often to look without and with the live signal. Milliseconds. */
  fastMs?: number;
  slowMs?: number;
}

/** A keyset list that stays fresh. Its first page comes with the HTML. */
export function useLiveList<T>({ topic, path, query, initial, enabled = true, ...pace }: LiveListOptions<T>) {
  const text = JSON.stringify(query);
  const firstText = useRef(text);
  const pollMs = useLivePollMs(pace.fastMs, pace.slowMs);
  const list = useInfiniteQuery({
    queryKey: liveKey(topic, path, text),
    queryFn: ({ pageParam, signal }) => liveRead<Page<T>>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    // Reading a hundred pages again for one new row would be worse than showing it a little later.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) > 3 ? false : pollMs),
    enabled,
    ...(initial && text === firstText.current
      ? { initialData: { pages: [initial], pageParams: [null] } }
      : {}),
  });
  const items = list.data?.pages.flatMap((page) => page.data) ?? [];
  return { ...list, items };
}

export interface LiveOneOptions<T> {
  topic: Topic;
  path: string;
  query?: Record<string, QueryValue>;
  initial?: T;
  enabled?: boolean;
  fastMs?: number;
  slowMs?: number;
}

export function useLiveOne<T>({
  topic,
  path,
  query = {},
  initial,
  enabled = true,
  fastMs,
  slowMs,
}: LiveOneOptions<T>) {
  const text = JSON.stringify(query);
  const firstText = useRef(text);
  const pollMs = useLivePollMs(fastMs, slowMs);
  return useQuery({
    queryKey: liveKey(topic, path, text),
    queryFn: ({ signal }) => liveRead<T>(path, query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: pollMs,
    enabled,
    ...(initial !== undefined && text === firstText.current ? { initialData: initial } : {}),
  });
}
