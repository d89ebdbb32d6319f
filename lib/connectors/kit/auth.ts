import { ProviderFailure } from "./failure";
import type { Manifest } from "./manifest";

/** Puts credentials on a call. Made by whoever holds the vault; a connector never sees one. */
export interface Auth {
  /** Adds to `headers` (lower-case names), from memory or after waiting for a refresh in progress. */
  authorize(headers: Record<string, string>): Promise<void> | void;
  /** Called once after a 401: get other credentials, or throw ProviderFailure `auth_expired`. Absent: a 401 is final. */
  refresh?(): Promise<void>;
  /** Values that must never show in a message. What `authorize` sets is hidden anyway. */
  secrets?(): readonly string[];
}

export const noAuth: Auth = { authorize() {} };

/** `Authorization: Bearer …`; `token` is asked at each call, so a refreshed one is used. */
export function bearerAuth(token: () => string | Promise<string>, refresh?: () => Promise<void>): Auth {
  return {
    async authorize(headers) {
      headers.authorization = `Bearer ${await token()}`;
    },
    ...(refresh ? { refresh } : {}),
  };
}

/** `Authorization: Basic …`, UTF-8. */
export function basicAuth(user: string, password: string): Auth {
  const value = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  return {
    authorize(headers) {
      headers.authorization = value;
    },
    secrets: () => [password],
  };
}

/** An API key in a header of the platform's choice. */
export function headerAuth(name: string, value: string): Auth {
  return {
    authorize(headers) {
      headers[name.toLowerCase()] = value;
    },
    secrets: () => [value],
  };
}

/** Credentials from the filled-in fields (secret and not), as the manifest's `signIn` says. */
export function fieldAuth(manifest: Manifest, fields: Readonly<Record<string, string>>): Auth {
  const { signIn } = manifest;
  if (!signIn) return noAuth;
  const read = (key: string) => {
    const value = fields[key];
    if (value) return value;
    const label = manifest.fields.find((field) => field.key === key)?.label ?? key;
    throw new ProviderFailure("auth_expired", `${label} is missing. Enter it again.`);
  };
  if (signIn.kind === "basic") return basicAuth(read(signIn.user), read(signIn.password));
  if (signIn.kind === "bearer") {
    const token = read(signIn.token);
    return { ...bearerAuth(() => token), secrets: () => [token] };
  }
  return headerAuth(signIn.header, read(signIn.value));
}
