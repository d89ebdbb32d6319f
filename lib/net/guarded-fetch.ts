import { type GuardedRequest, guardedRequest } from "./guarded-request";

/** `fetch` over the guarded client, for libraries that take one (oauth4webapi, ai). Redirects are answers, never followed. */
export function createGuardedFetch(
  options: Pick<GuardedRequest, "allowHosts" | "timeoutMs" | "maxBytes" | "signal"> = {},
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return async (input, init) => {
    const request = new Request(input, init);
    const hasBody = request.method !== "GET" && request.method !== "HEAD";
    const body = hasBody ? new Uint8Array(await request.arrayBuffer()) : undefined;
    const answer = await guardedRequest({
      ...options,
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      signal: options.signal ?? init?.signal ?? undefined,
      ...(body && body.length > 0 ? { body } : {}),
    });
    const { "content-encoding": _decoded, "content-length": _length, ...headers } = answer.headers;
    const empty = answer.status === 204 || answer.status === 205 || answer.status === 304;
    return new Response(empty ? null : new Uint8Array(answer.body), { status: answer.status, headers });
  };
}

/** @throws NetFailure */
export const guardedFetch = createGuardedFetch();
