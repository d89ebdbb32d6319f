import type { LogLevel } from "@/drizzle/schema/enums";

/** Shapes for the interface: ids are public, instants are ISO strings. */
export interface LogView {
  id: string;
  at: string;
  level: LogLevel;
  /** Stable name, e.g. `sync.finished`. */
  event: string;
  /** One plain sentence. */
  message: string;
  integrationId: string | null;
  integrationName: string | null;
  connector: string | null;
  runId: string | null;
  publicationId: string | null;
  detail: Record<string, unknown> | null;
}

/** Newest first. */
export interface LogPage {
  data: LogView[];
  nextCursor: string | null;
}
