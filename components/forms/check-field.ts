import type { Field } from "@/lib/connectors/kit/manifest";

/** The sentence under the field, or null. The server checks again; this only saves the way there. */
export function checkField(field: Field, value: string): string | null {
  const text = value.trim();
  if (!text) return field.required ? `${field.label} is missing.` : null;
  if (field.kind === "url" && !isWebAddress(text))
    return "This is not a web address, such as https://blog.example.com.";
  if (field.kind === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text))
    return "This is not an e-mail address.";
  if (field.pattern && !new RegExp(field.pattern.source, "u").test(text)) return field.pattern.message;
  return null;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** What people paste: blanks and line breaks around it, an address without https://. */
export function tidyField(field: Field, value: string): string {
  const text = value.replace(/[\u200b-\u200d\ufeff]/g, "").trim();
  if (field.kind !== "url" || !text || /^[a-z]+:\/\//i.test(text)) return text;
  return /^[\w-]+(\.[\w-]+)+([/:?].*)?$/.test(text) ? `https://${text}` : text;
}
