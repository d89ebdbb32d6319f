"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyBox } from "@/components/ui/copy-box";
import { Dialog } from "@/components/ui/dialog";
import { Checkbox } from "@/components/ui/switch";
import { SelectField, TextField } from "@/components/ui/text-field";
import { createApiKeyAction } from "@/lib/domain/api-key/actions";
import type { NewApiKey } from "@/lib/domain/api-key/types";
import { useSubmit } from "./use-submit";

export interface ApiKeyDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  scopes: readonly { value: string; label: string }[];
}

const lives = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "", label: "It does not end" },
];

export function ApiKeyDialog({ open, onOpenChange, scopes }: ApiKeyDialogProps) {
  const [made, setMade] = useState<NewApiKey | null>(null);
  const close = () => {
    onOpenChange(false);
    setMade(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={made ? "Copy the key now" : "Make an API key"}
      description={made ? "It is shown only this once. Only a fingerprint of it is stored." : undefined}
    >
      {made ? (
        <div className="flex flex-col gap-5">
          <CopyBox value={made.key} label="API key" />
          <Button variant="primary" className="self-end" onClick={close}>
            I have copied it
          </Button>
        </div>
      ) : (
        <ApiKeyForm scopes={scopes} onMade={setMade} onCancel={close} />
      )}
    </Dialog>
  );
}

interface ApiKeyFormProps extends Pick<ApiKeyDialogProps, "scopes"> {
  onMade: (made: NewApiKey | null) => void;
  onCancel: () => void;
}

function ApiKeyForm({ scopes, onMade, onCancel }: ApiKeyFormProps) {
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [chosen, setChosen] = useState<string[]>(["integration:read", "content:read"]);
  const { busy, errors, submit } = useSubmit();
  const create = async () => {
    const input = { name: name.trim(), scopes: chosen, expiresInDays: days ? Number(days) : null };
    onMade(await submit("create", () => createApiKeyAction(input)));
  };
  return (
    <div className="flex flex-col gap-5">
      <TextField
        label="Name"
        help="What uses it, for example: nightly report."
        error={errors.name}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.target.value)}
      />
      <SelectField
        label="How long it works"
        error={errors.expiresInDays}
        value={days}
        options={lives}
        onChange={(event) => setDays(event.target.value)}
      />
      <ScopeChoices scopes={scopes} chosen={chosen} onChange={setChosen} />
      {errors.scopes ? <p className="text-sm text-bad">{errors.scopes}</p> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          variant="primary"
          busy={busy !== null}
          disabled={!name.trim() || chosen.length === 0}
          onClick={() => void create()}
        >
          Make the key
        </Button>
      </div>
    </div>
  );
}

interface ScopeChoicesProps {
  scopes: readonly { value: string; label: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

function ScopeChoices({ scopes, chosen, onChange }: ScopeChoicesProps) {
  return (
    <fieldset>
      <legend className="text-sm font-medium">What it may do</legend>
      <div className="mt-2 flex flex-col">
        {scopes.map(({ value, label }) => (
          <label key={value} className="flex min-h-8 items-center gap-2.5 text-sm pointer-coarse:min-h-11">
            <Checkbox
              checked={chosen.includes(value)}
              onCheckedChange={(on) =>
                onChange(on === true ? [...chosen, value] : chosen.filter((each) => each !== value))
              }
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
