import type { IntegrationStatus } from "@/drizzle/schema/enums";
import type { SyncSettings } from "../integration/schema";
import type { QuotaUse, TestResult } from "../integration/types";

/** Everything a health verdict is made of. Read in sets, judged by `policy.ts`. */
export interface HealthFacts {
  status: IntegrationStatus;
  statusReason: string | null;
  statusSince: Date;
  createdAt: Date;
  displayName: string;
  lastTest: TestResult | null;
  sync: SyncSettings;
  /** The connector has objects to read. */
  readsObjects: boolean;
  config: Readonly<Record<string, string>>;
  isSandbox: boolean;
  missingScopes: { text: string; required: boolean }[];
  refreshRefusedDays: number;
  /** Expired and nothing can renew it. */
  accessEnded: boolean;
  calls24h: { total: number; failed: number; rateLimited: number };
  /** The latest finished syncs, newest first, at most 20; canceled ones left out. */
  runs: { succeeded: boolean; endedAt: Date; message: string | null }[];
  lastSyncAt: Date | null;
  activeRunId: string | null;
  quotas: QuotaUse[];
}
