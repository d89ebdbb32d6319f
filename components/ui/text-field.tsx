import type { ComponentProps, ReactNode } from "react";
import { Field, type FieldProps } from "./field";
import { Input } from "./input";
import { Select, type SelectProps } from "./select";

type Box = Pick<FieldProps, "label" | "help" | "error" | "optional" | "hideLabel"> & {
  boxClassName?: string;
};

/** Label, input, help and error in one line of code. */
export function TextField(props: Box & ComponentProps<"input">): ReactNode {
  const { label, help, error, optional, hideLabel, boxClassName, ...input } = props;
  return (
    <Field {...boxOf({ label, help, error, optional, hideLabel, boxClassName })}>
      {(aria) => <Input {...aria} {...input} />}
    </Field>
  );
}

export function SelectField(props: Box & SelectProps): ReactNode {
  const { label, help, error, optional, hideLabel, boxClassName, ...select } = props;
  return (
    <Field {...boxOf({ label, help, error, optional, hideLabel, boxClassName })}>
      {(aria) => <Select {...aria} {...select} />}
    </Field>
  );
}

function boxOf({
  boxClassName,
  optional,
  hideLabel,
  ...box
}: { [K in keyof Box]: Box[K] | undefined } & { label: string }) {
  return {
    ...box,
    optional: optional ?? false,
    hideLabel: hideLabel ?? false,
    className: boxClassName ?? "",
  };
}
