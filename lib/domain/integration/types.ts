import type { FailureKind, IntegrationStatus } from "@/drizzle/schema/enums";
import type { AuthType, Category, Field } from "@/lib/connectors/kit/manifest";
import type { Health } from "../monitoring/types";
import type { IntegrationSettings } from "./schema";

/** Shapes for the interface: ids are public (`int_…`), instants are ISO strings, nothing is secret. */

export interface TestLayer {
  layer: "reach" | "authenticate" | "scopes" | "read" | "write" | "quota";
  label: string;
  /** `skipped`: an earlier layer failed, so this one was not tried. */
  state: "passed" | "failed" | "skipped";
  ms: number;
  detail: string;
  kind?: FailureKind;
  fix?: string;
}

export interface TestResult {
  ok: boolean;
  at: string;
  totalMs: number;
  layers: TestLayer[];
}

export interface QuotaUse {
  /** "minute", "hour", "day", or the platform's own name for the window. */
  window: string;
  limit: number;
  used: number;
  resetsAt: string | null;
}

export interface IntegrationCard {
  id: string;
  connector: string;
  /** "HubSpot" */
  connectorName: string;
  category: Category;
  authType: AuthType;
  name: string;
  status: IntegrationStatus;
  statusReason: string | null;
  statusSince: string;
  accountLabel: string | null;
  isSandbox: boolean;
  lastSyncAt: string | null;
  nextSyncAt: string | null;
  lastTestedAt: string | null;
  createdAt: string;
  version: number;
  callsToday: number;
  /** The window with the least left. */
  quota: QuotaUse | null;
  /** The sync that is queued or running now. */
  activeRunId: string | null;
  health: Health;
}

export interface StatusChange {
  id: string;
  from: IntegrationStatus | null;
  to: IntegrationStatus;
  reason: string | null;
  at: string;
}

export interface IntegrationDetail extends IntegrationCard {
  config: Record<string, string>;
  /** The connection form: secret values are never sent; `secretsStored` says whether there are any. */
  fields: Field[];
  secretsStored: boolean;
  credentialsExpireAt: string | null;
  scopes: { name: string; text: string; required: boolean; granted: boolean }[];
  objects: { name: string; label: string }[];
  settings: IntegrationSettings;
  lastTest: TestResult | null;
  statusHistory: StatusChange[];
  quotas: QuotaUse[];
  docsUrl: string;
  canWrite: boolean;
}

export interface IntegrationPage {
  data: IntegrationCard[];
  nextCursor: string | null;
}

/** How an OAuth visit ended; the callback sends the browser to `/connected?integration=…&outcome=…&message=…`. */
export const oauthOutcomes = [
  "ok",
  "denied",
  "expired",
  "replayed",
  "forged",
  "other_session",
  "wrong_account",
  "missing_scope",
  "failed",
] as const;
export type OauthOutcome = (typeof oauthOutcomes)[number];

export interface OauthResult {
  outcome: OauthOutcome;
  /** Public id; null when the state does not tell. */
  integrationId: string | null;
  /** One plain sentence for people. */
  message: string;
  /** Where the visit began: a path of this application. */
  returnTo: string | null;
}
