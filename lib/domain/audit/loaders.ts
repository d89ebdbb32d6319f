import "server-only";
import { cache } from "react";
import { loadCtx } from "@/lib/auth/session";
import { listAudit } from "./data";

export const loadAudit = cache(async (cursor?: string) => listAudit(await loadCtx(), { cursor }));
