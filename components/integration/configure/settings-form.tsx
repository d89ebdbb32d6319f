"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Checkbox, Switch } from "@/components/ui/switch";
import type { IntegrationDetail } from "@/lib/domain/integration/types";
import { toEveryText } from "@/lib/format/time";
import { Section } from "./section";
import {
  type Draft,
  type DraftKey,
  errorNumbers,
  intervals,
  limitNumbers,
  type NumberField,
  type SwitchKey,
  switches,
  syncNumbers,
} from "./settings-model";

export interface SettingsFormProps {
  detail: IntegrationDetail;
  draft: Draft;
  problems: Partial<Record<DraftKey, string>>;
  onChange: (change: Partial<Draft>) => void;
}

export function SettingsForm(props: SettingsFormProps) {
  const { draft, problems, onChange, detail } = props;
  return (
    <>
      <Section id="name" title="Name">
        <Field label="Name" help="How your team calls this account." error={problems.name}>
          {(aria) => (
            <Input
              {...aria}
              value={draft.name}
              maxLength={120}
              disabled={!detail.canWrite}
              onChange={(event) => onChange({ name: event.target.value })}
              className="max-w-md"
            />
          )}
        </Field>
      </Section>
      <SyncSection {...props} />
      <Section
        id="limits"
        title="Limits"
        note="Your own ceiling for calls to this account. The platform's limits count besides; the stricter one wins."
      >
        <Numbers fields={limitNumbers} {...props} />
      </Section>
      <Section id="errors" title="Error handling" note="What happens when the platform does not answer.">
        <Numbers fields={errorNumbers} {...props} />
        <SwitchRow name="exponentialBackoff" {...props} />
      </Section>
    </>
  );
}

function SyncSection(props: SettingsFormProps) {
  const { draft, problems, onChange, detail } = props;
  const known = intervals.includes(draft.syncInterval as (typeof intervals)[number]);
  const choices = known ? intervals : [...intervals, draft.syncInterval].sort((a, b) => a - b);
  return (
    <Section id="sync" title="Sync" note="What is read from the platform, and when.">
      <SwitchRow name="autoSync" {...props} />
      <Field label="How often">
        {(aria) => (
          <Select
            {...aria}
            className="max-w-60"
            value={String(draft.syncInterval)}
            disabled={!draft.autoSync || !detail.canWrite}
            onChange={(event) => onChange({ syncInterval: Number(event.target.value) })}
            options={choices.map((minutes) => ({ value: String(minutes), label: toEveryText(minutes) }))}
          />
        )}
      </Field>
      <SwitchRow name="syncOnStartup" {...props} />
      <ObjectChoices {...props} />
      {problems.objects ? <p className="text-sm text-bad">{problems.objects}</p> : null}
      <Numbers fields={syncNumbers} {...props} />
    </Section>
  );
}

function SwitchRow({ name, draft, detail, onChange }: SettingsFormProps & { name: SwitchKey }) {
  const { label, help } = switches[name];
  return (
    <label className="flex items-center justify-between gap-6">
      <span>
        <span className="block text-sm font-medium">{label}</span>
        <span className="block text-sm text-muted">{help}</span>
      </span>
      <Switch
        checked={draft[name]}
        disabled={!detail.canWrite}
        onCheckedChange={(on) => onChange({ [name]: on })}
        aria-label={label}
      />
    </label>
  );
}

function ObjectChoices({ detail, draft, onChange }: SettingsFormProps) {
  const set = (name: string, on: boolean) =>
    onChange({
      objects: detail.objects
        .map((object) => object.name)
        .filter((each) => (each === name ? on : draft.objects.includes(each))),
    });
  return (
    <fieldset>
      <legend className="text-sm font-medium">What is kept in step</legend>
      <div className="mt-2 grid gap-1 sm:grid-cols-2">
        {detail.objects.map(({ name, label }) => (
          <label key={name} className="flex min-h-8 items-center gap-2.5 text-base pointer-coarse:min-h-11">
            <Checkbox
              checked={draft.objects.includes(name)}
              disabled={!detail.canWrite}
              onCheckedChange={(on) => set(name, on === true)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Numbers({
  fields,
  detail,
  draft,
  problems,
  onChange,
}: SettingsFormProps & { fields: readonly NumberField[] }) {
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      {fields.map((field) => (
        <Field key={field.key} label={field.label} help={field.help} error={problems[field.key]}>
          {(aria) => (
            <div className="flex items-center gap-2.5">
              <Input
                {...aria}
                type="number"
                inputMode="numeric"
                min={field.min}
                max={field.max}
                disabled={!detail.canWrite}
                value={Number.isNaN(draft[field.key]) ? "" : draft[field.key]}
                onChange={(event) => onChange({ [field.key]: event.target.valueAsNumber })}
                className="tabular w-36"
              />
              <span className="text-sm text-muted">{field.unit}</span>
            </div>
          )}
        </Field>
      ))}
    </div>
  );
}
