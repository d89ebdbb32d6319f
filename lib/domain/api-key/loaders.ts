import "server-only";
import { cache } from "react";
import { loadCtx } from "@/lib/auth/session";
import { listApiKeys } from "./data";

export const loadApiKeys = cache(async () => listApiKeys(await loadCtx()));
