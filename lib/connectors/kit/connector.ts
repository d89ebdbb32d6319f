import type { ContentType, FailureKind } from "@/drizzle/schema/enums";
import type { Http } from "./http";
import type { Manifest } from "./manifest";

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** What a connector may know of the connection it works for. Never a token: `http` adds those. */
export interface Connection {
  http: Http;
  /** Non-secret fields of the form, e.g. `{ siteUrl }`. */
  config: Readonly<Record<string, string>>;
  /** Origins after configuration, without a trailing slash. */
  origins: Readonly<Record<string, string>>;
}

/** One object as the platform has it now. */
export interface PulledRecord {
  externalId: string;
  /** Our words for it: flat, stable keys; this is what is hashed and stored. */
  data: Record<string, JsonValue>;
  /** One line people recognise: a name, a title, an e-mail. */
  title: string;
  /** ISO 8601 with Z; null when the platform does not say. */
  updatedAt: string | null;
}

export interface PullInput {
  /** Where the pass goes on; null at its first page. Opaque to the engine, stored after each page. */
  position: JsonValue;
  /** Only what changed after this high-water mark (already widened by the look-back); null = everything. */
  since: string | null;
  pageSize: number;
}

export interface PullPage {
  records: PulledRecord[];
  /** Null ends the pass. A position that equals the last one stops the pass as `unexpected_shape`. */
  next: JsonValue;
  /** Rows in the whole pass, when the platform tells. */
  total: number | null;
  /**
   * Only on the last page: everything changed before this moment was seen. Becomes `since` of the next pass.
   * ISO 8601 or whatever the object's `since` wants.
   */
  highWater?: string;
}

export interface DeletedPage {
  externalIds: string[];
  next: JsonValue;
}

/** `since` filters at the platform (`delta`) or every pass reads everything (`full`). */
export interface ObjectDefinition {
  name: string;
  label: string;
  changes: "delta" | "full";
  /** Seconds subtracted from the high-water mark, for platforms whose index lags. */
  lookbackS: number;
  /** Largest page the platform gives. */
  maxPageSize: number;
  pull(connection: Connection, input: PullInput): Promise<PullPage>;
  /** A feed of what was deleted or archived since a moment (null = ever). Optional. */
  pullDeleted?(connection: Connection, input: PullInput): Promise<DeletedPage>;
  /**
   * `full_pass`: what a complete full pass did not see is gone. `feed`: only `pullDeleted` tells.
   * `feed_and_full_pass`: both, e.g. WordPress: trash is a feed, permanent deletion only shows by absence.
   */
  deletions: "full_pass" | "feed" | "feed_and_full_pass";
}

export interface TestStep {
  layer: "reach" | "authenticate" | "scopes" | "read" | "write" | "quota";
  label: string;
  run(connection: Connection): Promise<{ detail: string }>;
}

export interface Account {
  /** Stable id of the account at the platform: reconnecting must meet the same. */
  id: string;
  /** "Acme Inc · portal 62515" */
  label: string;
  grantedScopes: string[];
}

export interface Picture {
  fileName: string;
  mime: string;
  alt: string;
  /** Lower-case hex. */
  sha256: string;
  bytes: Uint8Array;
}

/** What is to be released: validated content plus the id that makes the release recognisable at the platform. */
export interface Release {
  /** Derived from the publication id; the connector puts it where it can find it again (e.g. the slug of a draft). */
  key: string;
  contentType: ContentType;
  title: string;
  /** HTML, sanitised. */
  body: string;
  excerpt: string | null;
  slug: string | null;
  /** Already uploaded pictures by sha256. */
  uploaded: Readonly<Record<string, { externalId: string; url: string }>>;
  coverSha256: string | null;
}

export interface Released {
  externalId: string;
  url: string;
  /** True once people can see it; false for a draft. */
  live: boolean;
}

export interface CheckIssue {
  level: "error" | "warning";
  field: string;
  message: string;
}

export interface PublishDefinition {
  contentTypes: ContentType[];
  /** Pure: what the platform would refuse, before anything is sent. */
  check(release: Omit<Release, "key" | "uploaded">): CheckIssue[];
  /** Read-only. Finds a release by its key, draft or live; null when the platform surely has none. */
  find(connection: Connection, key: string): Promise<Released | null>;
  /** Read-only. The state of a known release; null when it was removed there. */
  status(connection: Connection, externalId: string): Promise<Released | null>;
  uploadPicture(connection: Connection, picture: Picture): Promise<{ externalId: string; url: string }>;
  /** Read-only. An upload with the same bytes that already lies there; null when none. */
  findPicture(
    connection: Connection,
    sha256: string,
    fileName: string,
  ): Promise<{ externalId: string; url: string } | null>;
  /** The mutation that is tried once. Makes a draft where the platform has drafts. */
  create(connection: Connection, release: Release): Promise<Released>;
  /** Idempotent: writes the content again and makes the draft public. Absent where `create` is already public. */
  goLive?(connection: Connection, externalId: string, release: Release): Promise<Released>;
}

export interface ConsentPage {
  /** Where to send the person; null where this site does not offer it. Needs no credentials yet. Read-only. */
  url(
    connection: Connection,
    input: { appName: string; appId: string; callback: URL },
  ): Promise<string | null>;
  /** The form fields that came back in the query; null when the person declined. */
  read(query: URLSearchParams): Record<string, string> | null;
}

export interface Connector {
  manifest: Manifest;
  /** Turns the platform's error answer into a kind and a sentence; null leaves it to the kit's table. */
  readFailure?(answer: { status: number; body: unknown; headers: Readonly<Record<string, string>> }): {
    kind?: FailureKind;
    message?: string;
    retryAfterS?: number;
    code?: string;
  } | null;
  /** Quota read from an answer's headers, for the shared bucket. */
  readQuota?(
    headers: Readonly<Record<string, string>>,
  ): { window: string; limit: number; remaining: number; resetS: number }[];
  tests: TestStep[];
  /**
   * Finds out what the fields do not say (where the API lives, the address after redirects) when a connection is made
   * or its fields change. What it returns is merged into the stored `config`. Read-only.
   */
  discover?(connection: Connection): Promise<Record<string, string>>;
  /** For platforms without OAuth that have a page of their own which makes credentials and sends them back. */
  consent?: ConsentPage;
  /** Who did we connect to? Called after credentials are in. */
  identify(connection: Connection): Promise<Account>;
  objects: ObjectDefinition[];
  publish?: PublishDefinition;
}

export function defineConnector(connector: Connector): Connector {
  return connector;
}

export function defineObject(object: ObjectDefinition): ObjectDefinition {
  return object;
}
