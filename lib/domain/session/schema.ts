import { z } from "zod";

export const revokeSessionInput = z.strictObject({ sessionId: z.uuid() });
export type RevokeSessionInput = z.infer<typeof revokeSessionInput>;

export const noInput = z.strictObject({});

export const switchWorkspaceInput = z.strictObject({ workspaceId: z.uuid() });
export type SwitchWorkspaceInput = z.infer<typeof switchWorkspaceInput>;
