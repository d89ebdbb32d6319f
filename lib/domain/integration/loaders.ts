import "server-only";
import { cache } from "react";
import { loadCtx } from "@/lib/auth/session";
import { parsePublicIdOrThrow } from "@/lib/ids";
import { getIntegrationDetail } from "./data-detail";
import { listIntegrations } from "./data-list";
import type { ListIntegrations } from "./schema";

export const loadIntegrations = cache(async (filter: ListIntegrations = {}) =>
  listIntegrations(await loadCtx(), filter),
);

/** Takes the public id of the URL. Throws `not_found`. */
export const loadIntegration = cache(async (publicId: string) =>
  getIntegrationDetail(await loadCtx(), parsePublicIdOrThrow("integration", publicId)),
);
