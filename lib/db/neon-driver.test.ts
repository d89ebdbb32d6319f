import { once } from "node:events";
import { connect } from "node:net";
import { neonConfig } from "@neondatabase/serverless";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { workspaces } from "@/drizzle/schema/workspaces";
import { mintWorkspaceId } from "../access/mint";
import { resetEnv } from "../env";
import { newId } from "../ids";
import { testDatabase } from "../testing/database";
import { appPool } from "./client";
import { withWorkspace } from "./transaction";

const database = testDatabase();
let proxy: WebSocketServer;

/** Neon's driver speaks Postgres over a WebSocket; this carries it to the real server on loopback. */
beforeAll(async () => {
  const target = new URL(database.app);
  proxy = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  proxy.on("connection", (socket) => {
    const upstream = connect({ port: Number(target.port), host: "127.0.0.1" });
    socket.on("message", (data) => upstream.write(data as Buffer));
    upstream.on("data", (data) => socket.send(data));
    socket.on("close", () => upstream.destroy());
    upstream.on("close", () => socket.close());
    upstream.on("error", () => socket.close());
  });
  await once(proxy, "listening");
  const address = proxy.address();
  const port = typeof address === "object" && address ? address.port : 0;
  neonConfig.wsProxy = () => `127.0.0.1:${port}`;
  neonConfig.useSecureWebSocket = false;
  neonConfig.pipelineConnect = false;
  process.env.DATABASE_DRIVER = "neon";
  resetEnv();
});

afterAll(() => {
  delete process.env.DATABASE_DRIVER;
  for (const socket of proxy.clients) socket.terminate();
  proxy.close();
});

test("the same code runs on Neon's driver: interactive transactions, workspace setting, bytes", async () => {
  const id = newId();
  const ctx = { workspaceId: mintWorkspaceId(id), actor: { kind: "system", job: "test" } as const };
  await withWorkspace(ctx, (tx) => tx.insert(workspaces).values({ id, name: "Over a socket" }));
  const [seen] = await withWorkspace(ctx, (tx) => tx.select().from(workspaces));
  expect(seen?.name).toBe("Over a socket");
  const failed = withWorkspace(ctx, async (tx) => {
    await tx.update(workspaces).set({ name: "Changed" });
    throw new Error("stop");
  });
  await expect(failed).rejects.toThrow("stop");
  const [after] = await withWorkspace(ctx, (tx) => tx.select().from(workspaces));
  expect(after?.name).toBe("Over a socket");
  const bytes = await withWorkspace(ctx, (tx) =>
    tx.execute<{ b: Buffer }>(sql`select decode('00ff10', 'hex') as b`),
  );
  expect(bytes.rows[0]?.b).toEqual(Buffer.from([0, 255, 16]));
  expect(appPool().constructor.name).not.toBe("BoundPool");
});
