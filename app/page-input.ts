export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** What Next gives a page. Written out, so that types need no build first. */
export interface PageInput<P extends Record<string, string> = Record<never, string>> {
  params: Promise<P>;
  searchParams: SearchParams;
}

/** One value of the address; the first of several. */
export function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
