import "server-only";
import { cache } from "react";
import { loadCtx } from "@/lib/auth/session";
import { listLogs } from "./data";
import type { ListLogs } from "./schema";

export const loadLogs = cache(async (filter: ListLogs = {}) => listLogs(await loadCtx(), filter));
