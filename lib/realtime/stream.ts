import "server-only";
import { liveListener } from "./listener";
import type { LiveHint } from "./publish";

const usualPace = { heartbeatMs: 15_000, sessionCheckMs: 60_000, modeCheckMs: 1000 };

/** More than one browser with some tabs needs; the oldest gives way. */
const streamsPerOwner = 20;

export interface StreamOptions {
  workspaceId: string;
  /** Whose streams are counted together: the session. */
  owner: string;
  /** The id of the last event this browser saw, from `Last-Event-ID`. */
  lastEventId: string | null;
  /** False ends the stream: signed out, revoked, or another workspace chosen. */
  stillAllowed: () => Promise<boolean>;
  signal: AbortSignal;
  /** Milliseconds between comments, looks at the session, and looks at LISTEN. */
  pace?: Partial<typeof usualPace>;
}

interface OpenStreams {
  close: Set<() => void>;
  owners: Map<string, Set<() => void>>;
  /** Set once the process is told to stop. */
  stopping: boolean;
}

const key = Symbol.for("connectus.live.streams");
const holder = globalThis as unknown as Record<symbol, OpenStreams | undefined>;

/** An open stream would keep Next alive long past the supervisor's patience. */
function openStreams(): OpenStreams {
  const known = holder[key];
  if (known) return known;
  const streams: OpenStreams = { close: new Set(), owners: new Map(), stopping: false };
  holder[key] = streams;
  const stop = () => {
    streams.stopping = true;
    for (const close of streams.close) close();
    void liveListener().close();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  return streams;
}

/** Server-sent events of one workspace: `hint`, `resync` (read everything again), `mode` (live | polling). */
export function openLiveStream(options: StreamOptions): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const stops: (() => void)[] = [];
  let closed = false;
  const close = () => {
    closed = true;
    for (const stop of stops.splice(0)) stop();
  };
  return new ReadableStream({
    start(controller) {
      const streams = openStreams();
      const end = () => {
        if (closed) return;
        close();
        controller.close();
      };
      const send = (text: string) => {
        if (!closed) controller.enqueue(encoder.encode(text));
      };
      if (streams.stopping) return end();
      streams.close.add(end);
      stops.push(() => streams.close.delete(end));
      stops.push(countFor(streams, options.owner, end));
      options.signal.addEventListener("abort", end, { once: true });
      greet(options, send);
      stops.push(follow(options, send));
      stops.push(beat(options, send, end));
    },
    cancel: close,
  });
}

function countFor({ owners }: OpenStreams, owner: string, end: () => void): () => void {
  const mine = owners.get(owner) ?? new Set();
  owners.set(owner, mine.add(end));
  const [oldest] = mine;
  if (mine.size > streamsPerOwner) oldest?.();
  return () => {
    mine.delete(end);
    if (mine.size === 0) owners.delete(owner);
  };
}

function greet(options: StreamOptions, send: (text: string) => void): void {
  const listener = liveListener();
  send("retry: 2000\n\n");
  const missed = options.lastEventId ? listener.since(options.lastEventId) : null;
  if (missed === null) send(event(options.lastEventId ? "resync" : "hello", listener.lastId, {}));
  for (const { id, hint } of missed ?? []) {
    if (hint.workspaceId === options.workspaceId) send(event("hint", id, toClient(hint)));
  }
}

function follow(options: StreamOptions, send: (text: string) => void): () => void {
  return liveListener().subscribe(({ id, hint }) => {
    if (hint.workspaceId === options.workspaceId) send(event("hint", id, toClient(hint)));
  });
}

function beat(options: StreamOptions, send: (text: string) => void, end: () => void): () => void {
  const pace = { ...usualPace, ...options.pace };
  let wasLive: boolean | undefined;
  const tellMode = () => {
    const isLive = liveListener().isListening;
    if (isLive === wasLive) return;
    send(event("mode", null, { mode: isLive ? "live" : "polling" }));
    if (isLive && wasLive === false) send(event("resync", liveListener().lastId, {}));
    wasLive = isLive;
  };
  const heart = setInterval(() => send(": beat\n\n"), pace.heartbeatMs);
  const mode = setInterval(tellMode, pace.modeCheckMs);
  const session = setInterval(() => {
    // A database that is away for a moment does not sign anybody out.
    options.stillAllowed().then(
      (allowed) => allowed || end(),
      () => undefined,
    );
  }, pace.sessionCheckMs);
  return () => {
    for (const timer of [heart, mode, session]) clearInterval(timer);
  };
}

function toClient({ topic, id }: LiveHint): Omit<LiveHint, "workspaceId"> {
  return id ? { topic, id } : { topic };
}

function event(name: string, id: string | null, data: unknown): string {
  return `event: ${name}\n${id ? `id: ${id}\n` : ""}data: ${JSON.stringify(data)}\n\n`;
}
