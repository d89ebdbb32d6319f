export class Problem extends Error {
  constructor(sentence: string, fix?: string);
  fix: string | undefined;
}
export function explain(error: unknown): { sentence: string; fix: string | undefined };
export function lastWords(log: string): string;
