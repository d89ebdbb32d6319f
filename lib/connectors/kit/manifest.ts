import type { ContentType } from "@/drizzle/schema/enums";

/** The customer's category names. */
export const categories = [
  "CRM",
  "Email Marketing",
  "CMS",
  "Social Media",
  "Analytics",
  "Advertising",
  "AI Services",
  "Storage",
  "Communication",
  "Automation",
  "Developer",
  "Commerce",
] as const;
export type Category = (typeof categories)[number];

export type AuthType = "oauth2" | "api_key" | "webhook" | "custom" | "jwt_bearer" | "app_password";

/** One field of a connection form. Rendered by `<FieldList>`, validated by `fieldSchema()`; never hand-written forms. */
export interface Field {
  key: string;
  label: string;
  kind: "text" | "url" | "email" | "password" | "select";
  /** Secret fields are sealed and never sent back to a browser. */
  secret: boolean;
  required: boolean;
  placeholder?: string;
  help: string;
  helpUrl?: string;
  /** A regular expression source and the sentence shown when it does not match. */
  pattern?: { source: string; message: string };
  options?: { value: string; label: string }[];
}

export interface OAuthConfig {
  /** Key into `origins` plus a path. */
  authorize: { origin: string; path: string };
  token: { origin: string; path: string };
  revoke?: { origin: string; path: string };
  /** Client credentials at the token endpoint. */
  clientAuth: "body" | "basic";
  pkce: boolean;
  scopeSeparator: " " | ",";
  /** Scope → plain words shown before leaving for the platform. */
  scopes: { name: string; text: string; required: boolean }[];
  extraAuthorizeParams?: Record<string, string>;
  /** The parameter for scopes people may leave out, where the platform has one; else all go into `scope`. */
  optionalScopeParam?: string;
  /** The platform's words for token errors → RFC 6749's, e.g. `BAD_REFRESH_TOKEN` → `invalid_grant`. */
  errorCodes?: Record<string, string>;
}

/** Which fields are the credentials, for connections without OAuth. */
export type FieldSignIn =
  | { kind: "basic"; user: string; password: string }
  | { kind: "bearer"; token: string }
  | { kind: "header"; header: string; value: string };

export interface RateLimit {
  /** `account` = per connected account; `app` = shared by all accounts of our app. */
  scope: "account" | "app";
  window: string;
  limit: number;
  perSeconds: number;
  source: string;
  /** Counts only operations that end so, e.g. `.search`. Absent: all. */
  operations?: string;
}

export interface ObjectInfo {
  name: string;
  label: string;
  read: boolean;
  write: boolean;
  delete: boolean;
  batch: boolean;
  webhook: boolean;
  delta: boolean;
}

/** Everything about a platform that is data. Client-safe: no secrets, no code. */
export interface Manifest {
  slug: string;
  name: string;
  displayName: string;
  category: Category;
  summary: string;
  description: string;
  docsUrl: string;
  authType: AuthType;
  fields: Field[];
  oauth?: OAuthConfig;
  signIn?: FieldSignIn;
  /** Named origins. `CONNECTUS_BASE_URL_<SLUG>` replaces each by `${base}/<key>`. Empty when the address is a field. */
  origins: Record<string, string>;
  api: { version: string; versionUrl: string; checked: string; sunset?: string };
  rateLimits: RateLimit[];
  objects: ObjectInfo[];
  publishes: ContentType[];
  webhooks: { supported: boolean; events: string[]; note?: string };
  /** Plain sentences: what connecting gives you. */
  capabilities: string[];
  /** Needs a reviewed app of the operator; null when anyone can connect. */
  review: string | null;
}
