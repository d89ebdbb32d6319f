import "server-only";
import { cache } from "react";
import { loadCtx } from "@/lib/auth/session";
import { parsePublicIdOrThrow } from "@/lib/ids";
import { getContentOrThrow, listContent } from "./data";
import type { ListContent } from "./schema";

export const loadContentList = cache(async (filter: ListContent = {}) =>
  listContent(await loadCtx(), filter),
);

/** Takes the public id of the URL. Throws `not_found`. */
export const loadContent = cache(async (publicId: string) =>
  getContentOrThrow(await loadCtx(), parsePublicIdOrThrow("content", publicId)),
);
