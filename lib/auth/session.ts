import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Ctx } from "@/lib/access/context";
import { clientAddress } from "@/lib/http/client-address";
import { newId } from "@/lib/ids";
import { sessionCookieName } from "./cookie";
import { pathHeader, returnPath } from "./return-path";
import { sessionContext } from "./session-context";
import { type OpenSession, openSession, type Person, readSid } from "./session-gate";

export type { Person } from "./session-gate";

/** The session of this request, null when nobody is signed in. A database error is thrown. */
export const findSession = cache(async (): Promise<OpenSession | null> => {
  const cookie = (await cookies()).get(sessionCookieName())?.value ?? null;
  return openSession(await readSid(cookie), new Date());
});

/** Redirects to /sign-in when nobody is signed in. */
export async function requireSession(): Promise<OpenSession> {
  const session = await findSession();
  if (session) return session;
  const asked = returnPath((await headers()).get(pathHeader));
  return redirect(asked === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(asked)}`);
}

/** For pages, loaders and actions. Redirects to /sign-in when nobody is signed in. */
export const loadCtx = cache(async (): Promise<Ctx> => {
  const session = await requireSession();
  const ip = clientAddress(new Headers(await headers()));
  return sessionContext(session, { requestId: newId(), ip, now: new Date() });
});

/** Who is signed in, for the shell and the workspace switcher. Redirects like `loadCtx`. */
export const loadPerson = cache(async (): Promise<Person> => {
  const { userId, name, email, workspaces, workspaceId } = await requireSession();
  return { userId, name, email, workspaces, workspaceId };
});
