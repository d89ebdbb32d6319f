import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withWorkspace } from "../db/transaction";
import { newId } from "../ids";
import { testDatabase } from "../testing/database";
import { makeWorkspace, personOf } from "../testing/tenants";
import { listenUrl, liveListener } from "./listener";
import { hintLive, type Topic } from "./publish";
import { openLiveStream } from "./stream";

const database = testDatabase();
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client({ connectionString: database.superuser });
  await admin.connect();
});
afterAll(async () => {
  await liveListener().close();
  await admin.end();
});

interface Heard {
  event: string;
  id: string | null;
  data: Record<string, unknown>;
}

const pace = { heartbeatMs: 50, modeCheckMs: 20, sessionCheckMs: 100 };

/** A browser that reads one stream; `until` waits for an event, bounded. */
function browser(
  workspaceId: string,
  lastEventId: string | null = null,
  stillAllowed = async () => true,
  owner = newId(),
) {
  const abort = new AbortController();
  const { signal } = abort;
  const stream = openLiveStream({ workspaceId, owner, lastEventId, stillAllowed, signal, pace });
  const heard: Heard[] = [];
  let beats = 0;
  let ended = false;
  const reading = (async () => {
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? null;
        if (block.startsWith(":")) beats += 1;
        const event = field("event");
        if (event) heard.push({ event, id: field("id"), data: JSON.parse(field("data") ?? "{}") });
      }
    }
    ended = true;
  })();
  const wait = async (isThere: () => boolean, what: string) => {
    for (let tries = 0; tries < 400; tries += 1) {
      if (isThere()) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`${what} did not come; heard ${JSON.stringify(heard)}`);
  };
  return {
    heard,
    wait,
    until: async (event: string, count = 1) => {
      const all = () => heard.filter((one) => one.event === event);
      await wait(() => all().length >= count, event);
      return all();
    },
    isLive: () => wait(() => heard.some(({ data }) => data.mode === "live"), "live"),
    beats: () => beats,
    hasEnded: () => ended,
    close: async () => {
      abort.abort();
      await reading;
    },
  };
}

async function hint(workspaceId: string, topic: Topic, id?: string): Promise<void> {
  await withWorkspace(personOf(workspaceId), async (tx) => hintLive(tx, workspaceId, topic, id));
}

test("a workspace hears its own hints and nobody else's, and comments keep the line open", async () => {
  const mine = await makeWorkspace();
  const theirs = await makeWorkspace();
  const page = browser(mine.workspaceId);
  await page.isLive();
  await hint(theirs.workspaceId, "records", "not for me");
  await hint(mine.workspaceId, "runs", "run_1");
  const [first] = await page.until("hint");
  expect(first?.data).toEqual({ topic: "runs", id: "run_1" });
  expect(JSON.stringify(page.heard)).not.toContain("not for me");
  expect(JSON.stringify(page.heard)).not.toContain(mine.workspaceId);
  await page.wait(() => page.beats() > 0, "a heartbeat");
  await page.close();
});

test("a reconnecting browser gets what it missed; an unknown place means: read everything again", async () => {
  const { workspaceId } = await makeWorkspace();
  const page = browser(workspaceId);
  await page.isLive();
  await hint(workspaceId, "runs", "before");
  const [seen] = await page.until("hint");
  await page.close();

  const other = browser(newId());
  await other.isLive();
  await hint(workspaceId, "logs", "missed");
  const again = browser(workspaceId, seen?.id ?? null);
  const [missed] = await again.until("hint");
  expect(missed?.data).toEqual({ topic: "logs", id: "missed" });
  expect(again.heard.some(({ event }) => event === "resync")).toBe(false);

  const stranger = browser(workspaceId, "otherboot-7");
  await stranger.until("resync");
  for (const each of [other, again, stranger]) await each.close();
});

test("a lost LISTEN is told, mended, and followed by a resync", async () => {
  const { workspaceId } = await makeWorkspace();
  const page = browser(workspaceId);
  await page.isLive();
  await admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'connectus live' and datname = $1",
    [database.name],
  );
  await page.wait(() => page.heard.some(({ data }) => data.mode === "polling"), "polling");
  await page.until("resync");
  await hint(workspaceId, "content");
  await page.until("hint");
  await page.close();
});

test("the stream ends when the session no longer allows it, but not when that cannot be known", async () => {
  const { workspaceId } = await makeWorkspace();
  let answer: "yes" | "no" | "unknown" = "unknown";
  const page = browser(workspaceId, null, async () => {
    if (answer === "unknown") throw new Error("the database is away");
    return answer === "yes";
  });
  await page.isLive();
  await page.wait(() => page.beats() >= 5, "some looks at the session");
  expect(page.hasEnded()).toBe(false);
  answer = "no";
  await page.wait(page.hasEnded, "the end");
});

test("Neon's pooled host is left aside: a pooler knows no LISTEN", () => {
  expect(listenUrl("postgres://u:p@ep-demo-pooler.eu.neon.tech/db")).toBe(
    "postgres://u:p@ep-demo.eu.neon.tech/db",
  );
  expect(listenUrl("postgres://u:p@127.0.0.1:5432/db")).toBe("postgres://u:p@127.0.0.1:5432/db");
});

test("one session holds a bounded number of streams: the oldest gives way", async () => {
  const { workspaceId } = await makeWorkspace();
  const owner = newId();
  const streams = Array.from({ length: 21 }, () => browser(workspaceId, null, async () => true, owner));
  const stranger = browser(workspaceId);
  const [oldest] = streams;
  await oldest?.wait(() => oldest.hasEnded(), "the end of the oldest");
  expect(streams.filter((stream) => stream.hasEnded())).toEqual([oldest]);
  expect(stranger.hasEnded()).toBe(false);
  await Promise.all([...streams, stranger].map((stream) => stream.close()));
});
