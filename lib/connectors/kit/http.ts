/** The `http` that a connector is given: authenticated, guarded, metered, paced, retried. JSON in, checked JSON out. */
export interface Http {
  /**
   * One call. Retries reads (GET, HEAD and calls marked `idempotent`) on transient failures; never a plain write.
   * @throws ProviderFailure
   */
  call(request: HttpRequest): Promise<HttpAnswer>;
}

export interface HttpRequest {
  /** Short name for the call log and metrics: `posts.list`. */
  operation: string;
  method: "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute; built from `connection.origins` or a checked config field. */
  url: string | URL;
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as a form. */
  form?: Record<string, string>;
  /** Sent as it is, with your own content-type header. */
  bytes?: Uint8Array;
  /** A write that may be repeated without harm, or a search by POST. */
  idempotent?: boolean;
  /** Statuses that are an answer rather than a failure, e.g. `[404]` for a look-up. */
  accept?: readonly number[];
  /** Leave out the credentials: public endpoints. */
  anonymous?: boolean;
  timeoutMs?: number;
  /** The answer is wanted as text (a page, a feed), not as JSON. */
  text?: boolean;
}

export interface HttpAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined for an empty body. With `text`, the text. */
  body: unknown;
  /** Where the answer came from, after redirects. */
  url: string;
}
