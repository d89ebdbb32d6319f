import "server-only";
import { eq } from "drizzle-orm";
import { sessions } from "@/drizzle/schema/gate";
import type { OpenSession } from "@/lib/auth/session-gate";
import { withGate } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";
import { type SwitchWorkspaceInput, switchWorkspaceInput } from "./schema";

/** This session looks at another of the person's workspaces from its next request on. */
export async function switchWorkspace(
  session: Pick<OpenSession, "sessionId" | "workspaces">,
  raw: SwitchWorkspaceInput,
): Promise<void> {
  const { workspaceId } = switchWorkspaceInput.parse(raw);
  if (!session.workspaces.some((mine) => mine.id === workspaceId)) throw notFound("workspace");
  await withGate((tx) => tx.update(sessions).set({ workspaceId }).where(eq(sessions.id, session.sessionId)));
}
