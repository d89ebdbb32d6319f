import "server-only";
import { cache } from "react";
import { loadCtx } from "@/lib/auth/session";
import { getWorkspaceOrThrow } from "./data";

export const loadWorkspace = cache(async () => getWorkspaceOrThrow(await loadCtx()));
