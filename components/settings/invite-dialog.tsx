"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyBox } from "@/components/ui/copy-box";
import { Dialog } from "@/components/ui/dialog";
import { SelectField, TextField } from "@/components/ui/text-field";
import { Time } from "@/components/ui/time";
import { memberRoles } from "@/drizzle/schema/enums";
import { inviteMemberAction } from "@/lib/domain/member/actions";
import type { NewInvite } from "@/lib/domain/member/types";
import { roleWords } from "./role-words";
import { useSubmit } from "./use-submit";

export interface InviteDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function InviteDialog({ open, onOpenChange }: InviteDialogProps) {
  const [made, setMade] = useState<NewInvite | null>(null);
  const change = (next: boolean) => {
    onOpenChange(next);
    if (!next) setMade(null);
  };
  const close = () => change(false);
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={made ? "Send this link" : "Invite somebody"}
      description={
        made ? (
          <>
            It is shown only now and works once. It ends <Time at={made.expiresAt} />.
          </>
        ) : (
          "You get a link to send yourself, by mail or chat."
        )
      }
    >
      {made ? <MadeLink made={made} onDone={close} /> : <InviteForm onMade={setMade} onCancel={close} />}
    </Dialog>
  );
}

function MadeLink({ made, onDone }: { made: NewInvite; onDone: () => void }) {
  return (
    <div className="flex flex-col gap-5">
      <CopyBox value={made.url} label="Invitation link" />
      <Button variant="primary" className="self-end" onClick={onDone}>
        Done
      </Button>
    </div>
  );
}

function InviteForm({
  onMade,
  onCancel,
}: {
  onMade: (made: NewInvite | null) => void;
  onCancel: () => void;
}) {
  const [role, setRole] = useState("editor");
  const [email, setEmail] = useState("");
  const { busy, errors, submit } = useSubmit();
  const invite = async () => {
    const mail = email.trim();
    onMade(await submit("invite", () => inviteMemberAction({ role, ...(mail ? { email: mail } : {}) })));
  };
  return (
    <div className="flex flex-col gap-4">
      <SelectField
        label="Role"
        error={errors.role}
        value={role}
        onChange={(event) => setRole(event.target.value)}
        options={memberRoles.map((value) => ({ value, label: roleWords[value] }))}
      />
      <TextField
        label="E-mail"
        optional
        help="Given, only this address can use the link."
        error={errors.email}
        type="email"
        value={email}
        autoComplete="off"
        onChange={(event) => setEmail(event.target.value)}
      />
      <div className="flex justify-end gap-2 pt-1">
        <Button onClick={onCancel}>Cancel</Button>
        <Button variant="primary" busy={busy !== null} onClick={() => void invite()}>
          Make the link
        </Button>
      </div>
    </div>
  );
}
