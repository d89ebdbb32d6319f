"use client";

import { FlaskConical } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { checkField, tidyField } from "@/components/forms/check-field";
import { FieldList } from "@/components/forms/field-list";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Manifest } from "@/lib/connectors/kit/manifest";
import { connectWithFieldsAction, createIntegrationAction } from "@/lib/domain/integration/actions";
import type { IntegrationDetail } from "@/lib/domain/integration/types";
import { TestLayersWaiting } from "../test-layers";

export interface ConnectFieldsProps {
  manifest: Manifest;
  /** Set when reconnecting or when an earlier attempt was left half-way. */
  integration: IntegrationDetail | null;
  sandboxValues: Record<string, string> | null;
  onConnected: (integrationId: string) => void;
}

interface Failure {
  message: string;
  fix: string | undefined;
}

const layers = ["Reach the address", "Sign in", "Check the rights", "Read something"];

export function ConnectFields(props: ConnectFieldsProps) {
  const { manifest, sandboxValues } = props;
  const form = useConnectForm(props);
  return (
    <form
      ref={form.element}
      noValidate
      onSubmit={(event) => void form.submit(event)}
      className="flex flex-col gap-5"
    >
      {sandboxValues ? (
        <SandboxOffer name={manifest.displayName} onUse={() => form.fill(sandboxValues)} />
      ) : null}
      {form.failure ? (
        <Notice kind="bad" title={form.failure.message} live>
          {form.failure.fix}
        </Notice>
      ) : null}
      <FieldList
        fields={manifest.fields}
        values={form.values}
        errors={form.errors}
        onChange={form.setValues}
        onErrors={form.setErrors}
        secretsStored={props.integration?.secretsStored ?? false}
        disabled={form.isBusy}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" variant="primary" size="lg" busy={form.isBusy}>
          {form.isBusy ? `Trying ${manifest.displayName}` : `Connect ${manifest.displayName}`}
        </Button>
        <p className="text-sm text-muted">
          Tried before it is stored. Secrets are kept encrypted and never shown again.
        </p>
      </div>
      {form.isBusy ? <TestLayersWaiting labels={layers} /> : null}
    </form>
  );
}

function SandboxOffer({ name, onUse }: { name: string; onUse: () => void }) {
  return (
    <Notice
      kind="info"
      title="No site at hand?"
      action={
        <Button size="sm" onClick={onUse}>
          <FlaskConical aria-hidden className="size-3.5" /> Use the sandbox site
        </Button>
      }
    >
      This installation has a sandbox {name} for trying things out. Nothing leaves this machine.
    </Notice>
  );
}

function useConnectForm({ manifest, integration, onConnected }: ConnectFieldsProps) {
  const [values, setValues] = useState<Record<string, string>>(integration?.config ?? {});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const toFocus = useRef<string | null>(null);
  const refuse = (found: Record<string, string>) => {
    setErrors(found);
    toFocus.current = manifest.fields.find(({ key }) => found[key])?.key ?? null;
  };
  // Only once the fields are enabled again can one take the focus.
  useEffect(() => {
    if (isBusy || !toFocus.current || !errors[toFocus.current]) return;
    element.current?.querySelector<HTMLElement>(`[name="${toFocus.current}"]`)?.focus();
    toFocus.current = null;
  }, [isBusy, errors]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(null);
    const tidy = tidyAll(manifest, values);
    setValues(tidy);
    const found = problemsOf(manifest, tidy);
    if (Object.keys(found).length) return refuse(found);
    setBusy(true);
    const result = await connect(manifest, integration, tidy);
    setBusy(false);
    if (result.ok) return onConnected(result.data.id);
    const named = fieldNames(result.fields ?? {});
    // What a field says already is not said twice.
    if (Object.keys(named).length === 0) setFailure({ message: result.message, fix: result.fix });
    refuse(named);
  };
  const fill = (ready: Record<string, string>) => {
    setValues(ready);
    setErrors({});
  };
  return { element, values, setValues, errors, setErrors, failure, isBusy, submit, fill };
}

function connect(manifest: Manifest, integration: IntegrationDetail | null, values: Record<string, string>) {
  if (integration) return connectWithFieldsAction({ integrationId: integration.id, fields: values });
  const pick = (secret: boolean) =>
    Object.fromEntries(
      manifest.fields.filter((field) => field.secret === secret).map(({ key }) => [key, values[key] ?? ""]),
    );
  return createIntegrationAction({ connector: manifest.slug, config: pick(false), credentials: pick(true) });
}

function tidyAll(manifest: Manifest, values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    manifest.fields.map((field) => [field.key, tidyField(field, values[field.key] ?? "")]),
  );
}

function problemsOf(manifest: Manifest, values: Record<string, string>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const field of manifest.fields) {
    const problem = checkField(field, values[field.key] ?? "");
    if (problem) found[field.key] = problem;
  }
  return found;
}

/** The server may name a field with its path, e.g. `credentials.appPassword`. */
function fieldNames(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([path, text]) => [path.split(".").at(-1) ?? path, text]),
  );
}
