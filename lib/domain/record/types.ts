/** Shapes for the interface: ids are public, instants are ISO strings. */

export interface RecordView {
  integrationId: string;
  object: string;
  externalId: string;
  title: string | null;
  data: Record<string, unknown>;
  externalUpdatedAt: string | null;
  firstSeenAt: string;
  changedAt: string;
  /** When we noticed that it is gone at the platform. */
  deletedAt: string | null;
}

/** Last changed first; deleted ones included, marked by `deletedAt`. */
export interface RecordPage {
  data: RecordView[];
  nextCursor: string | null;
}

export interface RecordCount {
  object: string;
  label: string;
  count: number;
  deleted: number;
}
