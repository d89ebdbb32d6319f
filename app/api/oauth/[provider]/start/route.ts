import type { NextRequest } from "next/server";
import { startVisit } from "@/lib/http/oauth-visit";

export const dynamic = "force-dynamic";

/** Sends the browser to the platform. Reached by a link or popup of our own pages only. */
export async function GET(request: NextRequest, context: { params: Promise<{ provider: string }> }) {
  const { provider } = await context.params;
  return startVisit(request, provider);
}
