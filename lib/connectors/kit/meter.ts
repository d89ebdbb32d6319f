import type { FailureKind } from "@/drizzle/schema/enums";

/** How calls are counted against, logged, paced and stopped from outside. The kit knows no database. */
export interface HttpHooks {
  /**
   * Before each attempt: draw from the quota, ask the breaker. May wait; throws ProviderFailure to refuse
   * (`rate_limited` with `retryAfterS`, or `provider_down` while the breaker is open). Not retried here.
   */
  beforeCall?(call: CallIntent): Promise<void>;
  /** After each attempt, failed or not. An error thrown here fails the call: catch what must not. */
  afterCall?(meter: CallMeter): Promise<void> | void;
}

export interface CallIntent {
  /** `contacts.search` */
  operation: string;
  method: string;
  /** Anything that may change something at the platform. */
  write: boolean;
  /** 0 for the first, then counting retries. */
  attempt: number;
}

export interface QuotaReading {
  window: string;
  limit: number;
  remaining: number;
  resetS: number;
}

/** What is known of one attempt. Holds no query, body or header. */
export interface CallMeter extends CallIntent {
  host: string;
  /** Path without the query. */
  path: string;
  startedAt: Date;
  durationMs: number;
  status: number | null;
  failure: FailureKind | null;
  /** Redacted; null when it went well. */
  message: string | null;
  bytesOut: number;
  bytesIn: number;
  /** From the answer's headers, by `connector.readQuota`. */
  quota: QuotaReading[];
  /** Seconds the platform asked us to wait, when it did. */
  retryAfterS?: number;
}

export interface HttpLimits {
  /** Retries after the first attempt, for reads and idempotent calls. Default 3. */
  maxRetries?: number;
  /** First pause. Default 3,000. */
  retryBaseMs?: number;
  /** `double`: each pause twice the one before (default); `constant`: all alike. Both ± 20 %. */
  retryGrowth?: "double" | "constant";
  /** Pauses of one call together; a longer one is thrown with `retryAfterS` instead. Default 60,000. */
  maxWaitMs?: number;
  /** One attempt, whole. Default 30,000. */
  timeoutMs?: number;
  /** Largest answer. Default 25 MB. */
  maxBytes?: number;
}
