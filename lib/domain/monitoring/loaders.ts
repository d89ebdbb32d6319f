import "server-only";
import { cache } from "react";
import { loadCtx } from "@/lib/auth/session";
import { getHealthSummary, getTraffic } from "./data";

export const loadHealthSummary = cache(async () => getHealthSummary(await loadCtx()));

/** `hours` 1–720. */
export const loadTraffic = cache(async (hours = 24, integrationId?: string) =>
  getTraffic(await loadCtx(), { hours, ...(integrationId ? { integrationId } : {}) }),
);
