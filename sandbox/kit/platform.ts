import type { Clock } from "./clock";
import type { FaultRule } from "./faults";
import type { Call, Reply } from "./http";

export interface Setting {
  key: string;
  label: string;
  help: string;
  kind: "switch" | "number" | "list";
}

export type SettingValue = boolean | number | string[];

export interface PanelAction {
  id: string;
  label: string;
  help: string;
  /** Names of whole-number parameters with the value the panel offers. */
  params: Record<string, number>;
  run: (params: Record<string, number>) => unknown;
}

/** One stand-in of a platform. */
export interface Platform {
  slug: string;
  title: string;
  summary: string;
  /** Addresses and demo credentials worth knowing, for the panel. */
  facts: (baseUrl: string) => { label: string; value: string; href?: string }[];
  bodyLimit: number;
  settings: Setting[];
  values: Record<string, SettingValue>;
  actions: PanelAction[];
  /** The path that fault rules and the log speak of (WordPress has two forms for the same route). */
  operationPath: (call: Call) => string;
  /** Faults without a path hit only these calls: consent pages stay usable. */
  isApi: (operationPath: string) => boolean;
  handle: (call: Call) => Promise<Reply>;
  /** The platform's own words for a status it gives when in trouble. */
  faultReply: (rule: FaultRule) => Reply;
  expireTokens: () => number;
  revokeConsent: () => number;
  close: () => Promise<void>;
}

export interface PlatformOptions {
  dir: string;
  clock: Clock;
}
