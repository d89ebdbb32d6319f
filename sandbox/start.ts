import type { AddressInfo } from "node:net";
import path from "node:path";
import { createHubspot } from "./hubspot/platform";
import { Clock } from "./kit/clock";
import { FaultBook } from "./kit/faults";
import { panelReply } from "./kit/panel/routes";
import type { Platform } from "./kit/platform";
import { RequestLog } from "./kit/request-log";
import { createHallServer } from "./kit/server";
import { createWordpress } from "./wordpress/platform";

export interface SandboxOptions {
  /** 0 takes a free port. */
  port: number;
  host?: string;
  /** Where issued tokens, posts and media survive a restart. */
  dir: string;
  /** Whether rate limits apply. Default true. */
  limiter?: boolean;
  /** How many contacts the first HubSpot portal is seeded with. Default 5,200. */
  contacts?: number;
  /** How many of them share one modified time. Default 0. */
  sameModified?: number;
}

export interface Sandbox {
  url: string;
  faults: FaultBook;
  clock: Clock;
  logs: Map<string, RequestLog>;
  platforms: Map<string, Platform>;
  close: () => Promise<void>;
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const host = options.host ?? "127.0.0.1";
  const clock = new Clock();
  const faults = new FaultBook();
  const list = [
    createHubspot({ ...options, clock, dir: path.join(options.dir, "hubspot") }),
    createWordpress({ clock, dir: path.join(options.dir, "wordpress") }),
  ];
  const platforms = new Map(list.map((platform) => [platform.slug, platform]));
  const logs = new Map(list.map((platform) => [platform.slug, new RequestLog()]));
  let url = "";
  const context = { platforms, logs, faults, clock, baseUrl: () => url };
  const server = createHallServer({ ...context, front: (call) => panelReply(call, context) });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    for (const platform of list) await platform.close();
  };
  return { url, faults, clock, logs, platforms, close };
}
