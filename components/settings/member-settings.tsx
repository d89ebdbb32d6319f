"use client";

import { UserMinus } from "lucide-react";
import { useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Chip } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHead } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { memberRoles } from "@/drizzle/schema/enums";
import { changeRoleAction, removeMemberAction, revokeInviteAction } from "@/lib/domain/member/actions";
import type { InviteItem, MemberItem } from "@/lib/domain/member/types";
import { InviteDialog } from "./invite-dialog";
import { roleWords } from "./role-words";
import { useSubmit } from "./use-submit";

export interface MemberSettingsProps {
  members: readonly MemberItem[];
  invites: readonly InviteItem[];
  canWrite: boolean;
}

export function MemberSettings({ members, invites, canWrite }: MemberSettingsProps) {
  const [isInviting, setInviting] = useState(false);
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <Card>
        <CardHead
          title="Members"
          note="Viewers look, editors connect and publish, admins also manage people and keys."
          action={
            canWrite ? (
              <Button variant="primary" onClick={() => setInviting(true)}>
                Invite
              </Button>
            ) : null
          }
        />
        <ul className="divide-y border-t">
          {members.map((member) => (
            <MemberRow key={member.memberId} member={member} canWrite={canWrite} />
          ))}
        </ul>
      </Card>
      {invites.length ? <Invites invites={invites} canWrite={canWrite} /> : null}
      <InviteDialog open={isInviting} onOpenChange={setInviting} />
    </div>
  );
}

function MemberRow({ member, canWrite }: { member: MemberItem; canWrite: boolean }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <Avatar name={member.name} className="size-9" />
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex items-center gap-2 text-base font-medium">
          <span className="truncate">{member.name}</span>
          {member.isYou ? <Chip>You</Chip> : null}
        </p>
        <p className="truncate text-sm text-muted">
          {member.email}, since <Time at={member.joinedAt} />
        </p>
      </div>
      {canWrite ? (
        <MemberActions member={member} />
      ) : (
        <span className="text-sm text-muted">{roleWords[member.role]}</span>
      )}
    </li>
  );
}

function MemberActions({ member }: { member: MemberItem }) {
  const { busy, submit } = useSubmit();
  const [isRemoving, setRemoving] = useState(false);
  const change = async (role: string) => {
    const done = await submit("role", () => changeRoleAction({ memberId: member.memberId, role }));
    if (done !== null) toast.success(`${member.name} is now ${role}.`);
  };
  return (
    <>
      <Select
        dense
        aria-label={`Role of ${member.name}`}
        value={member.role}
        disabled={busy !== null}
        onChange={(event) => void change(event.target.value)}
        options={memberRoles.map((value) => ({ value, label: roleWords[value] }))}
      />
      <Button
        size="icon"
        variant="quiet"
        aria-label={`Remove ${member.name}`}
        onClick={() => setRemoving(true)}
      >
        <UserMinus aria-hidden className="size-4" />
      </Button>
      <RemoveDialog member={member} open={isRemoving} onOpenChange={setRemoving} />
    </>
  );
}

interface RemoveDialogProps {
  member: MemberItem;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

function RemoveDialog({ member, open, onOpenChange }: RemoveDialogProps) {
  const { busy, submit } = useSubmit();
  const remove = async () => {
    const done = await submit("remove", () => removeMemberAction({ memberId: member.memberId }));
    onOpenChange(false);
    if (done !== null) toast(`${member.name} is no longer a member.`);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Remove ${member.name}?`}
      description={
        member.isYou
          ? "You leave this workspace at once and need a new invitation to come back."
          : "They lose access at once. What they made stays."
      }
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Keep</Button>
          <Button variant="danger" busy={busy !== null} onClick={() => void remove()}>
            Remove
          </Button>
        </>
      }
    />
  );
}

function Invites({ invites, canWrite }: { invites: readonly InviteItem[]; canWrite: boolean }) {
  const { busy, submit } = useSubmit();
  return (
    <Card>
      <CardHead
        title="Open invitations"
        note="The links themselves are shown only once, when they are made."
      />
      <ul className="divide-y border-t">
        {invites.map((invite) => (
          <li key={invite.inviteId} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
            <div className="min-w-0 flex-1 basis-48">
              <p className="truncate text-base font-medium">{invite.email ?? "Anyone with the link"}</p>
              <p className="text-sm text-muted">
                {roleWords[invite.role]}, invited by {invite.invitedBy}, ends <Time at={invite.expiresAt} />
              </p>
            </div>
            {canWrite ? (
              <Button
                size="sm"
                busy={busy === invite.inviteId}
                onClick={() =>
                  void submit(invite.inviteId, () => revokeInviteAction({ inviteId: invite.inviteId }))
                }
              >
                Take back
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
