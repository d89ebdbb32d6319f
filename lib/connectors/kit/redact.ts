const hidden = "[hidden]";
const namedSecret =
  /\b(access_token|refresh_token|id_token|client_secret|code_verifier|code|password|pwd|api[-_]?key|hapikey|signature|token)(["']?\s*[=:]\s*["']?)[^\s"'&,;<>]+/gi;
const bearer = /\b(Bearer|Basic|Token)\s+[\w+/=.~:-]{8,}/g;

/** Takes every known secret, and what is named or shaped like one, out of a text that people will read. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secretForms(secrets)) clean = clean.replaceAll(secret, hidden);
  return clean.replaceAll(bearer, `$1 ${hidden}`).replaceAll(namedSecret, `$1$2${hidden}`);
}

/** A secret may come back as it is, percent-encoded or in the base64 of a Basic header. Longest first. */
function secretForms(secrets: readonly string[]): string[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < 6) continue;
    forms.add(secret);
    forms.add(encodeURIComponent(secret));
    forms.add(secret.replaceAll(" ", ""));
    forms.add(Buffer.from(secret).toString("base64"));
  }
  return [...forms].filter((form) => form.length >= 6).sort((a, b) => b.length - a.length);
}

/** The platform's own sentence, made fit for a message: no markup, no control characters, not endless. */
export function plainText(text: string, maxLength = 300): string {
  const clean = text
    .slice(0, 20_000)
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/gi, " ")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  return clean.length > maxLength ? `${clean.slice(0, maxLength - 1)}…` : clean;
}
