/** What a failed read tells the screen: the sentence, the way out, and the id for a report. */
export class LiveReadError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly fix: string | undefined,
    readonly requestId: string | undefined,
  ) {
    super(message);
    this.name = "LiveReadError";
  }
}

export type QueryValue = string | number | boolean | null | undefined;

/** Reads `/api/live/<path>`; values that are empty are left out of the address. */
export async function liveRead<T>(
  path: string,
  query: Record<string, QueryValue> = {},
  signal?: AbortSignal,
): Promise<T> {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(key, String(value));
  }
  const text = search.toString();
  const response = await fetch(`/api/live/${path}${text ? `?${text}` : ""}`, {
    headers: { accept: "application/json" },
    ...(signal ? { signal } : {}),
  }).catch((cause) => {
    if (signal?.aborted) throw cause;
    throw new LiveReadError(
      "Connectus cannot be reached.",
      0,
      "Check your connection, then try again.",
      undefined,
    );
  });
  if (response.ok) return (await response.json()) as T;
  const problem = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const said = (key: string) => (typeof problem[key] === "string" ? problem[key] : undefined);
  throw new LiveReadError(
    said("detail") ?? said("title") ?? `The server answered ${response.status}.`,
    response.status,
    said("fix"),
    said("request_id"),
  );
}
