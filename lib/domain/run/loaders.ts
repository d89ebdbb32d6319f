import "server-only";
import { cache } from "react";
import { loadCtx } from "@/lib/auth/session";
import { parsePublicIdOrThrow } from "@/lib/ids";
import { getRunOrThrow, listRuns } from "./data";
import type { ListRuns } from "./schema";

export const loadRuns = cache(async (filter: ListRuns = {}) => listRuns(await loadCtx(), filter));

/** Takes the public id of the URL. Throws `not_found`. */
export const loadRun = cache(async (publicId: string) =>
  getRunOrThrow(await loadCtx(), parsePublicIdOrThrow("run", publicId)),
);
