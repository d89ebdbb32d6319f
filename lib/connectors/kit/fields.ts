import { z } from "zod";
import type { Field } from "./manifest";

const maxLength = { url: 2048, password: 4096, text: 1000, email: 320, select: 200 } as const;

/** The check of a connection form, made from its declared fields. Trims, normalises addresses, refuses unknown keys. */
export function fieldSchema(fields: readonly Field[]) {
  return z.strictObject(Object.fromEntries(fields.map((field) => [field.key, oneField(field)])));
}

function oneField(field: Field) {
  const text = z
    .string({ error: () => `${field.label} is missing.` })
    .trim()
    .max(maxLength[field.kind], `${field.label} is too long.`)
    .refine((value) => !/\p{Cc}/u.test(value), `${field.label} holds characters that cannot be typed.`)
    .refine((value) => value !== "" || !field.required, `${field.label} is missing.`);
  const checked = text.transform((value, context) => {
    if (value === "") return value;
    const result = checkValue(field, value);
    if (result.ok) return result.value;
    context.addIssue({ code: "custom", message: result.message });
    return z.NEVER;
  });
  return field.required ? checked : checked.optional();
}

type Checked = { ok: true; value: string } | { ok: false; message: string };

function checkValue(field: Field, value: string): Checked {
  if (field.pattern && !new RegExp(field.pattern.source, "u").test(value)) {
    return { ok: false, message: field.pattern.message };
  }
  if (field.kind === "email" && !z.email().safeParse(value).success) {
    return { ok: false, message: `${field.label} is not an e-mail address.` };
  }
  if (field.kind === "select" && !field.options?.some((option) => option.value === value)) {
    return { ok: false, message: `${field.label}: choose one of the list.` };
  }
  return field.kind === "url" ? normalizeSiteUrl(field.label, value) : { ok: true, value };
}

/** `Shop.example.com/` → `https://shop.example.com`: scheme added, no query, no hash, no slash at the end. */
export function normalizeSiteUrl(label: string, typed: string): Checked {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(text)) return { ok: false, message: `${label} is not a web address.` };
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return { ok: false, message: `${label} must start with https://.` };
  }
  if (url.username || url.password) {
    return { ok: false, message: `${label} must not hold a user name or password.` };
  }
  if (!url.hostname.includes(".") && !url.hostname.startsWith("[") && url.hostname !== "localhost") {
    return { ok: false, message: `${label} is not a complete web address.` };
  }
  return { ok: true, value: `${url.origin}${url.pathname.replace(/\/+$/, "")}` };
}
