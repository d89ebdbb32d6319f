import type { NextRequest } from "next/server";
import { readCookie, sessionCookieName } from "@/lib/auth/cookie";
import { peekSession, readSid } from "@/lib/auth/session-gate";
import { liveContext, liveProblem } from "@/lib/realtime/live-route";
import { openLiveStream } from "@/lib/realtime/stream";

export const dynamic = "force-dynamic";

export async function GET(request: NextRequest): Promise<Response> {
  try {
    const { workspaceId, actor } = await liveContext(request);
    const cookie = readCookie(request.headers, sessionCookieName());
    const stream = openLiveStream({
      workspaceId,
      owner: actor.kind === "user" ? actor.sessionId : workspaceId,
      lastEventId: request.headers.get("last-event-id"),
      stillAllowed: async () =>
        (await peekSession(await readSid(cookie), new Date()))?.workspaceId === workspaceId,
      signal: request.signal,
    });
    return new Response(stream, {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      },
    });
  } catch (error) {
    return liveProblem(error);
  }
}
