import type { NextRequest } from "next/server";
import { finishVisit } from "@/lib/http/oauth-visit";

export const dynamic = "force-dynamic";

/** Where the platform sends the browser back to. */
export async function GET(request: NextRequest, context: { params: Promise<{ provider: string }> }) {
  const { provider } = await context.params;
  return finishVisit(request, provider);
}
