export interface AuditItem {
  id: string;
  at: string;
  actorKind: "user" | "apiKey" | "system" | "webhook";
  actorId: string | null;
  /** Name of the person or key, when it still exists. */
  actorName: string | null;
  action: string;
  subjectKind: string;
  subjectId: string | null;
  before: unknown;
  after: unknown;
  requestId: string | null;
  ip: string | null;
}

export interface AuditPage {
  items: AuditItem[];
  nextCursor: string | null;
}
