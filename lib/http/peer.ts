import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { peerHeader } from "./client-address";

const slot = Symbol.for("connectus.peer");
const holder = globalThis as unknown as Record<symbol, boolean | undefined>;

/**
 * Next gives route handlers no socket, and believes an X-Forwarded-For that the client made up. So each request is
 * marked with its socket's address before Next sees it; what the client sent under that name is replaced.
 */
export function markPeers(): void {
  if (holder[slot]) return;
  holder[slot] = true;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[peerHeader] = request.socket.remoteAddress ?? "";
  });
}
