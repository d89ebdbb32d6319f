import { z } from "zod";
import { memberRoles } from "@/drizzle/schema/enums";

const role = z.enum(memberRoles);

export const inviteMemberInput = z.strictObject({
  role,
  /** When given, only an account with this address can use the link. */
  email: z
    .string()
    .trim()
    .max(254)
    .pipe(z.email({ message: "This is not an e-mail address." }))
    .optional(),
});
export type InviteMemberInput = z.infer<typeof inviteMemberInput>;

export const revokeInviteInput = z.strictObject({ inviteId: z.uuid() });
export type RevokeInviteInput = z.infer<typeof revokeInviteInput>;

export const acceptInviteInput = z.strictObject({ token: z.string().min(1).max(100) });
export type AcceptInviteInput = z.infer<typeof acceptInviteInput>;

export const changeRoleInput = z.strictObject({ memberId: z.uuid(), role });
export type ChangeRoleInput = z.infer<typeof changeRoleInput>;

export const removeMemberInput = z.strictObject({ memberId: z.uuid() });
export type RemoveMemberInput = z.infer<typeof removeMemberInput>;
