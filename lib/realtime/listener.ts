import "server-only";
import pg from "pg";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { type LiveHint, liveChannel } from "./publish";

export interface NumberedHint {
  /** `<boot>-<n>`: only this process knows what came before it. */
  id: string;
  hint: LiveHint;
}

type Subscriber = (event: NumberedHint) => void;

/**
 * One LISTEN connection per process, for all streams. Hints are kept for a while, so that a browser which reconnects
 * gets what it missed; when that is too long ago it is told to read everything again.
 */
export class LiveListener {
  private readonly boot = Math.random().toString(36).slice(2, 10);
  private readonly kept: NumberedHint[] = [];
  private readonly subscribers = new Set<Subscriber>();
  private count = 0;
  private client: pg.Client | undefined;
  private connecting = false;
  private failures = 0;

  constructor(
    private readonly url: string,
    private readonly keep = 1000,
  ) {}

  get isListening(): boolean {
    return this.client !== undefined;
  }

  subscribe(subscriber: Subscriber): () => void {
    this.subscribers.add(subscriber);
    void this.connect();
    return () => this.subscribers.delete(subscriber);
  }

  get lastId(): string {
    return `${this.boot}-${this.count}`;
  }

  /** What came after `id`; null when this process cannot know. */
  since(id: string): NumberedHint[] | null {
    const match = /^([a-z0-9]+)-(\d+)$/.exec(id);
    if (!match || match[1] !== this.boot) return null;
    const seen = Number(match[2]);
    const oldest = this.count - this.kept.length;
    return seen < oldest || seen > this.count ? null : this.kept.slice(seen - oldest);
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.subscribers.clear();
    await client?.end().catch(() => undefined);
  }

  async connect(): Promise<void> {
    if (this.client || this.connecting) return;
    this.connecting = true;
    const client = new pg.Client({
      connectionString: this.url,
      application_name: "connectus live",
      keepAlive: true,
    });
    client.on("error", (error) => this.lost(client, error));
    client.on("end", () => this.lost(client, new Error("the connection ended")));
    client.on("notification", ({ payload }) => this.take(payload ?? ""));
    try {
      await client.connect();
      await client.query(`listen ${liveChannel}`);
      this.client = client;
      // What came while nobody listened is unknown: forget, so that reconnecting browsers read again.
      if (this.failures > 0) this.kept.length = 0;
      this.failures = 0;
    } catch (error) {
      await client.end().catch(() => undefined);
      this.retry(error);
    } finally {
      this.connecting = false;
    }
  }

  private lost(client: pg.Client, error: Error): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.retry(error);
  }

  private retry(error: unknown): void {
    this.failures += 1;
    if (this.failures === 1) {
      log.warn(
        { err: error instanceof Error ? error.message : String(error) },
        "live updates lost their LISTEN",
      );
    }
    const waitMs = Math.min(30_000, 500 * 2 ** Math.min(this.failures - 1, 6));
    setTimeout(() => {
      if (this.subscribers.size > 0) void this.connect();
      else this.failures = Math.max(1, this.failures - 1);
    }, waitMs).unref();
  }

  private take(payload: string): void {
    const hint = parseHint(payload);
    if (!hint) return;
    this.count += 1;
    const event = { id: this.lastId, hint };
    this.kept.push(event);
    if (this.kept.length > this.keep) this.kept.shift();
    for (const subscriber of this.subscribers) subscriber(event);
  }
}

function parseHint(payload: string): LiveHint | null {
  try {
    const value = JSON.parse(payload) as Partial<LiveHint>;
    if (typeof value.workspaceId !== "string" || typeof value.topic !== "string") return null;
    return value as LiveHint;
  } catch {
    return null;
  }
}

const key = Symbol.for("connectus.live.listener");
const holder = globalThis as unknown as Record<symbol, LiveListener | undefined>;

export function liveListener(): LiveListener {
  holder[key] ??= new LiveListener(listenUrl(env().DATABASE_URL));
  return holder[key];
}

/** A transaction-mode pooler has no LISTEN; Neon's direct host is the pooled one without its suffix. */
export function listenUrl(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.hostname = url.hostname.replace(/-pooler(?=\.)/, "");
  return url.href;
}
