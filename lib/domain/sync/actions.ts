"use server";
import { serverAction } from "@/lib/actions/server-action";
import { cancelRun } from "./cancel-run";
import { CancelRun, SyncNow } from "./schema";
import { syncNow } from "./sync-now";

export const syncNowAction = serverAction(SyncNow, syncNow);
export const cancelRunAction = serverAction(CancelRun, cancelRun);
