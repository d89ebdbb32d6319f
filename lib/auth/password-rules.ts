import { worstPasswords } from "./worst-passwords";

export const passwordLength = { least: 8, most: 128 } as const;

/** Why a password is refused, as a sentence; null when it is fine. `context` = what an attacker knows of the person. */
export function passwordProblem(password: string, context: readonly string[] = []): string | null {
  const length = [...password.normalize("NFC")].length;
  if (length < passwordLength.least) return `Use at least ${passwordLength.least} characters.`;
  if (length > passwordLength.most) return `Use at most ${passwordLength.most} characters.`;
  const plain = simplify(password);
  if (worstPasswords.has(plain) || new Set(plain).size <= 2) {
    return "This password is among the first that attackers try. Use a few unrelated words.";
  }
  const known = ["connectus", ...context].flatMap(contextWords);
  const rest = known.reduce((text, word) => text.replaceAll(word, ""), plain);
  if (known.some((word) => plain.includes(word)) && rest.length < 6) {
    return "Do not build the password from your name, your e-mail address or the word Connectus.";
  }
  return null;
}

function simplify(text: string): string {
  const plain = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
  return plain || text;
}

function contextWords(text: string): string[] {
  const parts = text.split(/[\s@._+-]+/).map(simplify);
  return [simplify(text), ...parts].filter((word) => word.length >= 4);
}
