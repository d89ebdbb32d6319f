import "server-only";
import { cache } from "react";
import { requireSession } from "@/lib/auth/session";
import { listSessions } from "./data";

export const loadSessions = cache(async () => listSessions(await requireSession(), new Date()));
