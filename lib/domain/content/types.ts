import type { ContentType, PublicationState } from "@/drizzle/schema/enums";

/** Shapes for the interface: ids are public (`cnt_…`), instants are ISO strings. */

/** Where a piece went. */
export interface ContentTarget {
  publicationId: string;
  integrationId: string;
  integrationName: string;
  connector: string;
  state: PublicationState;
  version: number;
  externalUrl: string | null;
  publishedAt: string | null;
}

export interface ContentCard {
  id: string;
  /** The caller's own id. */
  contentId: string;
  contentType: ContentType;
  title: string;
  version: number;
  targets: ContentTarget[];
  createdAt: string;
  updatedAt: string;
  archivedAt: string | null;
}

export interface ContentDetail extends ContentCard {
  /** By type, see `contentDataSchemas`; media ids are public. */
  contentData: Record<string, unknown>;
}

export interface ContentPage {
  data: ContentCard[];
  nextCursor: string | null;
}
