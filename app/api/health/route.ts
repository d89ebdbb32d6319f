import { type Probe, readHealth } from "@/lib/http/health";

export const dynamic = "force-dynamic";

const probes: Record<string, Probe> = { live: "live", ready: "ready" };

export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams.get("probe") ?? "";
  const health = await readHealth(probes[asked] ?? "full");
  return Response.json(health, {
    status: health.status === "ok" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
