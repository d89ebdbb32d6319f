"use server";

import { sessionAction } from "@/lib/actions/session-action";
import { revokeOtherSessions } from "./revoke-other-sessions";
import { revokeSession } from "./revoke-session";
import { noInput, revokeSessionInput, switchWorkspaceInput } from "./schema";
import { switchWorkspace } from "./switch-workspace";

export const revokeSessionAction = sessionAction(revokeSessionInput, ({ session, facts }, input) =>
  revokeSession(session, input, facts.now),
);
export const revokeOtherSessionsAction = sessionAction(noInput, ({ session, facts }) =>
  revokeOtherSessions(session, facts.now),
);
export const switchWorkspaceAction = sessionAction(switchWorkspaceInput, ({ session }, input) =>
  switchWorkspace(session, input),
);
