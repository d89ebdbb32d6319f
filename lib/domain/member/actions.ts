"use server";

import { serverAction } from "@/lib/actions/server-action";
import { sessionAction } from "@/lib/actions/session-action";
import { acceptInvite } from "./accept-invite";
import { changeRole } from "./change-role";
import { inviteMember } from "./invite-member";
import { removeMember } from "./remove-member";
import { revokeInvite } from "./revoke-invite";
import {
  acceptInviteInput,
  changeRoleInput,
  inviteMemberInput,
  removeMemberInput,
  revokeInviteInput,
} from "./schema";

export const inviteMemberAction = serverAction(inviteMemberInput, inviteMember);
export const revokeInviteAction = serverAction(revokeInviteInput, revokeInvite);
export const changeRoleAction = serverAction(changeRoleInput, changeRole);
export const removeMemberAction = serverAction(removeMemberInput, removeMember);
export const acceptInviteAction = sessionAction(acceptInviteInput, ({ session, facts }, input) =>
  acceptInvite(session, facts, input),
);
