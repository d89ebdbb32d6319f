import "server-only";
import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/lib/env";
import { toAppError } from "@/lib/http/to-app-error";
import { log } from "@/lib/log";
import { sessionCookieName, sessionMaxAgeS, usesSecureCookies } from "./cookie";
import { nextAuthSecret } from "./next-auth-secret";
import { requestFacts } from "./request-facts";
import { signInInput } from "./schema";
import { signIn } from "./sign-in";
import { revokeSid } from "./sign-out";

/** next-auth carries the cookie; the token in it holds our `sid` and nothing else. */
export function authOptions(): AuthOptions {
  // It builds its redirects from this variable alone, never from the Host header.
  process.env.NEXTAUTH_URL = env().CONNECTUS_URL;
  const secure = usesSecureCookies();
  return {
    secret: nextAuthSecret(),
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: sessionMaxAgeS },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    providers: [passwordProvider()],
    callbacks: {
      jwt: ({ token, user }) => ({ sid: user ? user.sid : token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => ownUrl(url, baseUrl),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === "string") await revokeSid(token.sid, new Date());
      },
    },
    logger: {
      error: (code) => log.warn({ code }, "next-auth"),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

function passwordProvider() {
  return Credentials({
    name: "E-mail and password",
    credentials: { email: { type: "email" }, password: { type: "password" } },
    async authorize(credentials, request) {
      const input = signInInput.safeParse(credentials);
      if (!input.success) throw new Error("Enter your e-mail address and your password.");
      try {
        const { userId, sid } = await signIn(input.data, requestFacts(new Headers(request.headers)));
        return { id: userId, sid };
      } catch (error) {
        const known = toAppError(error);
        if (known.code === "internal") log.error({ err: error }, "sign-in failed");
        // next-auth hands this text to the page.
        throw new Error(known.message);
      }
    },
  });
}

// Only paths of our own origin; `//host` and `/\host` are other hosts to a browser.
function ownUrl(url: string, baseUrl: string): string {
  if (!URL.canParse(url, baseUrl)) return baseUrl;
  const target = new URL(url, baseUrl);
  return target.origin === new URL(baseUrl).origin ? target.href : baseUrl;
}
