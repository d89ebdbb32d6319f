import type { IntegrationSettings, SettingsPatch } from "@/lib/domain/integration/schema";
import type { IntegrationDetail } from "@/lib/domain/integration/types";
import { toCount } from "@/lib/format/number";
import { toDuration, toEveryText } from "@/lib/format/time";

/** What the form edits: flat, so that a change is one key and the diff is a list. */
export interface Draft {
  name: string;
  autoSync: boolean;
  syncOnStartup: boolean;
  syncInterval: number;
  objects: string[];
  batchSize: number;
  timeoutMs: number;
  requestsPerMinute: number;
  requestsPerHour: number;
  requestsPerDay: number;
  burstLimit: number;
  maxRetries: number;
  retryDelay: number;
  exponentialBackoff: boolean;
}

export type DraftKey = keyof Draft;
export type NumberKey = { [K in DraftKey]: Draft[K] extends number ? K : never }[DraftKey];

export type SwitchKey = { [K in DraftKey]: Draft[K] extends boolean ? K : never }[DraftKey];

export const switches: Record<SwitchKey, { label: string; help: string }> = {
  autoSync: { label: "Sync by itself", help: "Off, it syncs only when somebody presses Sync." },
  syncOnStartup: {
    label: "Sync after a restart",
    help: "When Connectus was started again, look once without waiting for the next turn.",
  },
  exponentialBackoff: {
    label: "Wait longer each time",
    help: "Each wait between tries is twice the one before. Off, all waits are the same.",
  },
};

export interface NumberField {
  key: NumberKey;
  label: string;
  help: string;
  min: number;
  max: number;
  unit: string;
}

export const syncNumbers: readonly NumberField[] = [
  {
    key: "batchSize",
    label: "Records per page",
    help: "How many records are asked for at once. The platform's own limit counts besides.",
    min: 1,
    max: 1000,
    unit: "records",
  },
  {
    key: "timeoutMs",
    label: "Longest wait for an answer",
    help: "A call that takes longer is broken off and tried again.",
    min: 1000,
    max: 120_000,
    unit: "ms",
  },
];

export const limitNumbers: readonly NumberField[] = [
  {
    key: "burstLimit",
    label: "In any second",
    help: "The most calls in one second.",
    min: 1,
    max: 100_000,
    unit: "calls",
  },
  {
    key: "requestsPerMinute",
    label: "Per minute",
    help: "The most calls in a minute.",
    min: 1,
    max: 1_000_000,
    unit: "calls",
  },
  {
    key: "requestsPerHour",
    label: "Per hour",
    help: "The most calls in an hour.",
    min: 1,
    max: 10_000_000,
    unit: "calls",
  },
  {
    key: "requestsPerDay",
    label: "Per day",
    help: "The most calls in a day.",
    min: 1,
    max: 100_000_000,
    unit: "calls",
  },
];

export const errorNumbers: readonly NumberField[] = [
  {
    key: "maxRetries",
    label: "Tries after a failure",
    help: "How often a failed read is tried again before the run gives up.",
    min: 0,
    max: 20,
    unit: "times",
  },
  {
    key: "retryDelay",
    label: "First wait between tries",
    help: "A platform that names a longer wait is obeyed.",
    min: 100,
    max: 3_600_000,
    unit: "ms",
  },
];

export const intervals = [5, 15, 30, 60, 120, 360, 720, 1440, 10_080] as const;

export function toDraft(detail: IntegrationDetail): Draft {
  const { sync, rateLimits, errorHandling } = detail.settings;
  return {
    name: detail.name,
    autoSync: sync.autoSync,
    syncOnStartup: sync.syncOnStartup,
    syncInterval: sync.syncInterval,
    objects: sync.objects ?? detail.objects.map(({ name }) => name),
    batchSize: sync.batchSize,
    timeoutMs: sync.timeoutMs,
    ...rateLimits,
    maxRetries: errorHandling.maxRetries,
    retryDelay: errorHandling.retryDelay,
    exponentialBackoff: errorHandling.exponentialBackoff,
  };
}

export interface Change {
  key: DraftKey;
  label: string;
  from: string;
  to: string;
}

const labels: Record<DraftKey, string> = {
  name: "Name",
  autoSync: switches.autoSync.label,
  syncOnStartup: switches.syncOnStartup.label,
  exponentialBackoff: switches.exponentialBackoff.label,
  syncInterval: "How often",
  objects: "What is kept in step",
  ...(Object.fromEntries(
    [...syncNumbers, ...limitNumbers, ...errorNumbers].map(({ key, label }) => [key, label]),
  ) as Record<Exclude<NumberKey, "syncInterval">, string>),
};

export function listChanges(saved: Draft, draft: Draft, detail: IntegrationDetail): Change[] {
  return (Object.keys(saved) as DraftKey[])
    .filter((key) => JSON.stringify(saved[key]) !== JSON.stringify(draft[key]))
    .map((key) => ({
      key,
      label: labels[key],
      from: inWords(key, saved, detail),
      to: inWords(key, draft, detail),
    }));
}

function inWords(key: DraftKey, draft: Draft, detail: IntegrationDetail): string {
  if (key === "objects") {
    const names = detail.objects.filter(({ name }) => draft.objects.includes(name)).map(({ label }) => label);
    return names.length ? names.join(", ") : "Nothing";
  }
  if (key === "name") return draft.name || "–";
  if (isSwitch(key)) return draft[key] ? "On" : "Off";
  if (key === "syncInterval") return toEveryText(draft.syncInterval);
  if (key === "timeoutMs" || key === "retryDelay") return toDuration(draft[key]);
  return toCount(draft[key]);
}

function isSwitch(key: DraftKey): key is SwitchKey {
  return key in switches;
}

/** A sentence per wrong field; the server checks again. */
export function findProblems(draft: Draft): Partial<Record<DraftKey, string>> {
  const found: Partial<Record<DraftKey, string>> = {};
  if (!draft.name.trim()) found.name = "Give the integration a name.";
  if (draft.objects.length === 0) found.objects = "Choose at least one, or pause the integration.";
  for (const { key, min, max, unit } of [...syncNumbers, ...limitNumbers, ...errorNumbers]) {
    const value = draft[key];
    if (!Number.isInteger(value) || value < min || value > max) {
      found[key] = `From ${toCount(min)} to ${toCount(max)} ${unit}.`;
    }
  }
  return found;
}

/** Only what changed goes to the server: the rest may have been changed by somebody else. */
export function toPatch(changes: readonly Change[], draft: Draft, detail: IntegrationDetail): SettingsPatch {
  const has = (key: DraftKey) => changes.some((change) => change.key === key);
  const pick = <K extends DraftKey>(...keys: K[]) =>
    Object.fromEntries(keys.filter(has).map((key) => [key, draft[key]])) as Partial<Pick<Draft, K>>;
  const sync: Partial<IntegrationSettings["sync"]> = pick(
    "autoSync",
    "syncOnStartup",
    "syncInterval",
    "batchSize",
    "timeoutMs",
  );
  if (has("objects")) sync.objects = draft.objects.length === detail.objects.length ? null : draft.objects;
  return {
    sync,
    rateLimits: pick("burstLimit", "requestsPerMinute", "requestsPerHour", "requestsPerDay"),
    errorHandling: pick("maxRetries", "retryDelay", "exponentialBackoff"),
  };
}
