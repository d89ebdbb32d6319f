"use client";

import { ExternalLink, Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Field as FieldBox } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Field } from "@/lib/connectors/kit/manifest";
import { checkField, tidyField } from "./check-field";

export interface FieldListProps {
  fields: readonly Field[];
  values: Record<string, string>;
  errors: Record<string, string>;
  onChange: (values: Record<string, string>) => void;
  onErrors: (errors: Record<string, string>) => void;
  /** A stored secret stays when its field is left empty. */
  secretsStored?: boolean;
  disabled?: boolean;
}

/** Every connector's form: rendered from its declaration, never written by hand. */
export function FieldList({
  fields,
  values,
  errors,
  onChange,
  onErrors,
  secretsStored,
  disabled,
}: FieldListProps) {
  const set = (field: Field, value: string) => {
    onChange({ ...values, [field.key]: value });
    if (errors[field.key]) onErrors(without(errors, field.key));
  };
  const leave = (field: Field) => {
    const tidy = tidyField(field, values[field.key] ?? "");
    if (tidy !== (values[field.key] ?? "")) onChange({ ...values, [field.key]: tidy });
    const problem = tidy ? checkField(field, tidy) : null;
    onErrors(problem ? { ...errors, [field.key]: problem } : without(errors, field.key));
  };
  return (
    <div className="flex flex-col gap-5">
      {fields.map((field) => (
        <FieldBox
          key={field.key}
          label={field.label}
          optional={!field.required}
          error={errors[field.key]}
          help={<Help field={field} />}
        >
          {(aria) => (
            <Control
              field={field}
              value={values[field.key] ?? ""}
              placeholder={secretsStored && field.secret ? "Stored. Type to replace it." : field.placeholder}
              disabled={disabled ?? false}
              onChange={(value) => set(field, value)}
              onBlur={() => leave(field)}
              aria={{ ...aria, name: field.key, required: field.required }}
            />
          )}
        </FieldBox>
      ))}
    </div>
  );
}

function without(errors: Record<string, string>, key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).filter(([name]) => name !== key));
}

function Help({ field }: { field: Field }) {
  return (
    <>
      {field.help}{" "}
      {field.helpUrl ? (
        <a
          href={field.helpUrl}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 whitespace-nowrap text-accent-ink underline underline-offset-2"
        >
          How to get it <ExternalLink aria-hidden className="size-3" />
          <span className="sr-only">(new window)</span>
        </a>
      ) : null}
    </>
  );
}

interface ControlProps {
  field: Field;
  value: string;
  placeholder: string | undefined;
  disabled: boolean;
  onChange: (value: string) => void;
  onBlur: () => void;
  aria: { id: string; name: string; required: boolean };
}

function Control({ field, value, placeholder, disabled, onChange, onBlur, aria }: ControlProps) {
  const [isShown, setShown] = useState(false);
  if (field.kind === "select") {
    return (
      <Select
        {...aria}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
        options={[{ value: "", label: "Choose" }, ...(field.options ?? [])]}
      />
    );
  }
  const input = (
    <Input
      {...aria}
      type={field.secret && !isShown ? "password" : field.kind === "email" ? "email" : "text"}
      inputMode={field.kind === "url" ? "url" : field.kind === "email" ? "email" : "text"}
      // A platform's secret is none of the browser's saved passwords.
      autoComplete={field.secret ? "new-password" : "off"}
      autoCapitalize="off"
      spellCheck={false}
      value={value}
      placeholder={placeholder}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
      className={field.secret ? "pr-11 font-mono text-base" : ""}
    />
  );
  if (!field.secret) return input;
  return (
    <div className="relative">
      {input}
      <button
        type="button"
        onClick={() => setShown(!isShown)}
        aria-label={isShown ? `Hide ${field.label}` : `Show ${field.label}`}
        className="absolute top-1/2 right-1.5 flex size-7 -translate-y-1/2 items-center justify-center rounded text-muted hover:text-ink"
      >
        {isShown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
      </button>
    </div>
  );
}
