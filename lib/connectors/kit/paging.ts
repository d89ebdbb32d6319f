import { isDeepStrictEqual } from "node:util";
import type { Connection, DeletedPage, JsonValue, ObjectDefinition, PullPage } from "./connector";
import { ProviderFailure } from "./failure";

/** A cursor that stays where it was would go on for ever. @throws ProviderFailure unexpected_shape */
export function assertMoved(previous: JsonValue, next: JsonValue): void {
  if (next === null || !isDeepStrictEqual(previous, next)) return;
  throw new ProviderFailure(
    "unexpected_shape",
    "The platform gave the same page twice, so reading was stopped.",
  );
}

export interface PagesInput {
  since: string | null;
  pageSize?: number;
  /** Where an earlier pass stopped. */
  position?: JsonValue;
}

/** A whole pass, page by page. The engine stores `next` after each page; tests and small readers just loop. */
export async function* pullPages(
  object: ObjectDefinition,
  connection: Connection,
  input: PagesInput,
): AsyncGenerator<PullPage> {
  yield* pages(input, object.maxPageSize, (step) => object.pull(connection, step));
}

/** The same for the feed of what is gone. Nothing where the platform has no such feed. */
export async function* deletedPages(
  object: ObjectDefinition,
  connection: Connection,
  input: PagesInput,
): AsyncGenerator<DeletedPage> {
  const { pullDeleted } = object;
  if (pullDeleted) yield* pages(input, object.maxPageSize, (step) => pullDeleted(connection, step));
}

async function* pages<Page extends { next: JsonValue }>(
  input: PagesInput,
  maxPageSize: number,
  read: (step: { position: JsonValue; since: string | null; pageSize: number }) => Promise<Page>,
): AsyncGenerator<Page> {
  const pageSize = Math.min(input.pageSize ?? maxPageSize, maxPageSize);
  let position = input.position ?? null;
  do {
    const page = await read({ position, since: input.since, pageSize });
    assertMoved(position, page.next);
    yield page;
    position = page.next;
  } while (position !== null);
}
