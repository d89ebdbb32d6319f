import "server-only";
import { cache } from "react";
import { loadCtx } from "@/lib/auth/session";
import { listCalls } from "./data";
import type { ListCalls } from "./schema";

export const loadCalls = cache(async (filter: ListCalls = {}) => listCalls(await loadCtx(), filter));
