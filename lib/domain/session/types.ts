export interface SessionItem {
  sessionId: string;
  /** "Firefox on Windows" */
  label: string;
  createdAt: string;
  lastSeenAt: string;
  isCurrent: boolean;
}
