import "server-only";
import { cache } from "react";
import type { ContentType } from "@/drizzle/schema/enums";
import { loadCtx } from "@/lib/auth/session";
import { parsePublicIdOrThrow } from "@/lib/ids";
import { getPublicationOrThrow, listPublications } from "./data";
import { listTargets } from "./data-targets";
import type { ListPublications } from "./schema";

export const loadPublications = cache(async (filter: ListPublications = {}) =>
  listPublications(await loadCtx(), filter),
);

/** Takes the public id of the URL. Throws `not_found`. */
export const loadPublication = cache(async (publicId: string) =>
  getPublicationOrThrow(await loadCtx(), parsePublicIdOrThrow("publication", publicId)),
);

/** Every account, with whether it can take this type and why not. */
export const loadPublishTargets = cache(async (contentType: ContentType) =>
  listTargets(await loadCtx(), contentType),
);
