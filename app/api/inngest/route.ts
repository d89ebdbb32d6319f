import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { functions, inngest, usesRealInngest } from "@/inngest";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { problemResponse } from "@/lib/http/problem";
import { newId } from "@/lib/ids";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

type Method = "GET" | "POST" | "PUT";
let handlers: ReturnType<typeof serve> | undefined;

/** Open to a configured Inngest alone, and only for requests it has signed. */
function door(method: Method) {
  return async (request: NextRequest, context: unknown): Promise<Response> => {
    const closed = whyClosed();
    if (closed) return problemResponse(closed, newId(), new Headers({ "cache-control": "no-store" }));
    // Without this option anybody could make us register ourselves anew.
    handlers ??= serve({
      client: inngest,
      functions,
      serveOrigin: env().CONNECTUS_URL,
      servePath: "/api/inngest",
      enableUnauthedSync: false,
    });
    return handlers[method](request, context);
  };
}

function whyClosed(): AppError | null {
  if (!usesRealInngest()) {
    return new AppError("not_found", {
      message: "No Inngest is configured here: the built-in engine runs the jobs.",
    });
  }
  if (!process.env.INNGEST_SIGNING_KEY) {
    return new AppError("unavailable", {
      message: "Inngest is configured, but its requests cannot be verified: INNGEST_SIGNING_KEY is missing.",
      fix: "Set INNGEST_SIGNING_KEY to the signing key of your Inngest environment.",
    });
  }
  // In its "dev" mode the SDK takes unsigned requests.
  if (inngest.mode === "dev" && env().NODE_ENV === "production") {
    return new AppError("unavailable", {
      message: "INNGEST_DEV is set, which would accept unsigned requests in production.",
      fix: "Remove INNGEST_DEV.",
    });
  }
  return null;
}

export const GET = door("GET");
export const POST = door("POST");
export const PUT = door("PUT");
