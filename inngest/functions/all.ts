import type { InngestFunction } from "inngest";
import { refreshDueTokens } from "./credential/refresh-due";
import { keepHouse } from "./maintenance/keep-house";
import { makePartitions } from "./maintenance/make-partitions";
import { publish } from "./publication/publish";
import { sweepPublications } from "./publication/sweep-publications";
import { firstSyncOnConnect } from "./sync/first-sync";
import { runSync } from "./sync/run-sync";
import { sweepSyncs } from "./sync/sweep-syncs";

/** Every function of the app; served to Inngest, or driven by the embedded engine. */
export const functions: InngestFunction.Any[] = [
  makePartitions,
  keepHouse,
  refreshDueTokens,
  firstSyncOnConnect,
  runSync,
  sweepSyncs,
  publish,
  sweepPublications,
];
