import type { FailureKind } from "@/drizzle/schema/enums";

/** One request to a platform. Ids are public, instants ISO strings; nothing secret is kept of a call. */
export interface CallView {
  id: string;
  at: string;
  integrationId: string;
  integrationName: string | null;
  connector: string;
  operation: string;
  method: string;
  host: string;
  path: string;
  /** Null when there was no answer. */
  status: number | null;
  failureKind: FailureKind | null;
  ms: number;
  bytesIn: number | null;
  runId: string | null;
  publicationId: string | null;
}

/** Newest first. */
export interface CallPage {
  data: CallView[];
  nextCursor: string | null;
}
