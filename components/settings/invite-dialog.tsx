"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyBox } from "@/components/ui/copy-box";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
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
  const [role, setRole] = useState("editor");
  const [email, setEmail] = useState("");
  const [made, setMade] = useState<NewInvite | null>(null);
  const { busy, errors, submit } = useSubmit();
  const change = (next: boolean) => {
    onOpenChange(next);
    if (!next) {
      setMade(null);
      setEmail("");
    }
  };
  const invite = async () => {
    const mail = email.trim();
    setMade(await submit("invite", () => inviteMemberAction({ role, ...(mail ? { email: mail } : {}) })));
  };
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
      footer={
        made ? (
          <Button variant="primary" onClick={() => change(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button variant="primary" busy={busy !== null} onClick={() => void invite()}>
              Make the link
            </Button>
          </>
        )
      }
    >
      {made ? (
        <CopyBox value={made.url} label="Invitation link" />
      ) : (
        <div className="flex flex-col gap-4">
          <Field label="Role" error={errors.role}>
            {(aria) => (
              <Select
                {...aria}
                value={role}
                onChange={(event) => setRole(event.target.value)}
                options={memberRoles.map((value) => ({ value, label: roleWords[value] }))}
              />
            )}
          </Field>
          <Field
            label="E-mail"
            optional
            error={errors.email}
            help="Given, only this address can use the link."
          >
            {(aria) => (
              <Input
                {...aria}
                type="email"
                value={email}
                autoComplete="off"
                onChange={(event) => setEmail(event.target.value)}
              />
            )}
          </Field>
        </div>
      )}
    </Dialog>
  );
}
