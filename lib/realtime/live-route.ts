import "server-only";
import { type NextRequest, NextResponse } from "next/server";
import type { z } from "zod";
import type { Ctx } from "@/lib/access/context";
import { readCookie, sessionCookieName } from "@/lib/auth/cookie";
import { sessionContext } from "@/lib/auth/session-context";
import { peekSession, readSid } from "@/lib/auth/session-gate";
import { AppError } from "@/lib/errors";
import { toCsv } from "@/lib/format/csv";
import { clientAddress } from "@/lib/http/client-address";
import { problemResponse } from "@/lib/http/problem";
import { invalidInput, toAppError } from "@/lib/http/to-app-error";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";

type Params = Promise<Record<string, string | string[] | undefined>>;

const noStore = { "cache-control": "no-store" };

/** The context of the signed-in person; 401 instead of a redirect, because a script asks. */
export async function liveContext(request: NextRequest): Promise<Ctx> {
  const cookie = readCookie(request.headers, sessionCookieName());
  const session = await peekSession(await readSid(cookie), new Date());
  if (!session) {
    throw new AppError("unauthenticated", { message: "You are signed out.", fix: "Sign in again." });
  }
  return sessionContext(session, { requestId: newId(), ip: clientAddress(request.headers), now: new Date() });
}

/**
 * `GET /api/live/<thing>`: session → query by the domain's own schema → read. Path parameters join the query.
 * Reads only; the scopes are checked by the read.
 */
export function liveRoute<I extends z.ZodType, T>(
  input: I,
  read: (ctx: Ctx, input: z.output<I>) => Promise<T>,
) {
  return async (request: NextRequest, context: { params: Params }): Promise<Response> => {
    try {
      const ctx = await liveContext(request);
      return NextResponse.json(await read(ctx, await parse(input, request, context.params)), {
        headers: noStore,
      });
    } catch (error) {
      return liveProblem(error);
    }
  };
}

export interface CsvSource<T> {
  fileName: string;
  columns: readonly string[];
  row: (item: T) => readonly unknown[];
}

const maxCsvRows = 10_000;

/** The same filter as a file: every page, up to 10,000 rows, cells disarmed. */
export function csvRoute<I extends z.ZodType, T>(
  input: I,
  read: (ctx: Ctx, input: z.output<I>) => Promise<{ data: T[]; nextCursor: string | null }>,
  source: CsvSource<T>,
) {
  return async (request: NextRequest, context: { params: Params }): Promise<Response> => {
    try {
      const ctx = await liveContext(request);
      const rows: (readonly unknown[])[] = [];
      let cursor: string | null = null;
      do {
        const page = await read(ctx, await parse(input, request, context.params, { cursor, limit: 100 }));
        rows.push(...page.data.map(source.row));
        cursor = page.nextCursor;
      } while (cursor && rows.length < maxCsvRows);
      return new Response(toCsv(source.columns, rows.slice(0, maxCsvRows)), {
        headers: {
          ...noStore,
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="${source.fileName}.csv"`,
        },
      });
    } catch (error) {
      return liveProblem(error);
    }
  };
}

async function parse<I extends z.ZodType>(
  input: I,
  request: NextRequest,
  params: Params,
  over: { cursor?: string | null; limit?: number } = {},
): Promise<z.output<I>> {
  const given: Record<string, unknown> = {
    ...Object.fromEntries(request.nextUrl.searchParams),
    ...(await params),
  };
  for (const name of ["limit", "hours"]) if (given[name] !== undefined) given[name] = Number(given[name]);
  if (over.limit) given.limit = over.limit;
  if (over.cursor) given.cursor = over.cursor;
  const parsed = input.safeParse(given);
  if (!parsed.success) throw invalidInput(parsed.error);
  return parsed.data;
}

export function liveProblem(error: unknown): Response {
  const known = toAppError(error);
  const requestId = newId();
  if (known.code === "internal") log.error({ requestId, err: error }, "a live read failed");
  return problemResponse(known, requestId, new Headers(noStore));
}
