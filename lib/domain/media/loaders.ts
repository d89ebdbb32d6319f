import "server-only";
import { cache } from "react";
import { loadCtx } from "@/lib/auth/session";
import { listMedia } from "./data";
import type { ListMedia } from "./schema";

export const loadMedia = cache(async (filter: ListMedia = {}) => listMedia(await loadCtx(), filter));
