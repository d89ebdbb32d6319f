import { z } from "zod";
import type { Connection } from "../kit/connector";
import type { Http, HttpAnswer, HttpRequest } from "../kit/http";
import { parseWire } from "../kit/shape";
import { restRootOf } from "./discover";
import { Me, Media, Post, SiteIndex } from "./wire";

type Query = NonNullable<HttpRequest["query"]>;
export type PostType = "posts" | "pages";

export interface Listed<T> {
  rows: T[];
  total: number;
  totalPages: number;
  headers: HttpAnswer["headers"];
}

interface Api {
  http: Http;
  at(route: string): URL;
}

/** The parts of wp/v2 that we use. https://developer.wordpress.org/rest-api/reference/ */
export async function createClient(connection: Connection) {
  const root = await restRootOf(connection);
  const api: Api = { http: connection.http, at: (route) => routeUrl(root, route) };
  return { ...siteCalls(api), ...postCalls(api), ...mediaCalls(api) };
}

function siteCalls({ http, at }: Api) {
  return {
    index: async () => {
      const answer = await http.call({ operation: "index.get", method: "GET", url: at("/") });
      return parseWire(SiteIndex, answer.body, "WordPress index");
    },
    me: async () => {
      const query = { context: "edit" };
      const answer = await http.call({
        operation: "users.me",
        method: "GET",
        url: at("/wp/v2/users/me"),
        query,
      });
      return parseWire(Me, answer.body, "WordPress user");
    },
    list: async <T extends z.ZodType>(route: string, row: T, query: Query): Promise<Listed<z.output<T>>> => {
      const operation = `${route}.list`;
      const answer = await http.call({ operation, method: "GET", url: at(`/wp/v2/${route}`), query });
      const rows = parseWire(z.array(row), answer.body, `WordPress ${operation}`);
      const total = Number(answer.headers["x-wp-total"] ?? rows.length);
      const totalPages = Number(answer.headers["x-wp-totalpages"] ?? 1);
      return { rows, total, totalPages, headers: answer.headers };
    },
  };
}

function postCalls({ http, at }: Api) {
  const one = (type: PostType, id: string) => at(`/wp/v2/${type}/${encodeURIComponent(id)}`);
  return {
    /** Null when it is gone. */
    post: async (type: PostType, id: string) => {
      const query = { context: "edit" };
      const request = {
        operation: `${type}.get`,
        method: "GET",
        url: one(type, id),
        query,
        accept: [404],
      } as const;
      const answer = await http.call(request);
      return answer.status === 404 ? null : parseWire(Post, answer.body, "WordPress post");
    },
    createPost: async (type: PostType, json: Record<string, unknown>) => {
      const answer = await http.call({
        operation: `${type}.create`,
        method: "POST",
        url: at(`/wp/v2/${type}`),
        json,
      });
      return parseWire(Post, answer.body, "WordPress post");
    },
    /** Writes whole values, so that doing it again changes nothing. */
    updatePost: async (type: PostType, id: string, json: Record<string, unknown>) => {
      const operation = `${type}.update`;
      const answer = await http.call({
        operation,
        method: "POST",
        url: one(type, id),
        json,
        idempotent: true,
      });
      return parseWire(Post, answer.body, "WordPress post");
    },
  };
}

function mediaCalls({ http, at }: Api) {
  return {
    uploadMedia: async (bytes: Uint8Array, headers: Record<string, string>, query: Query) => {
      const url = at("/wp/v2/media");
      const operation = "media.upload";
      const answer = await http.call({
        operation,
        method: "POST",
        url,
        bytes,
        headers,
        query,
        timeoutMs: 120_000,
      });
      return parseWire(Media, answer.body, "WordPress media");
    },
    updateMedia: async (id: number, json: Record<string, unknown>) => {
      const url = at(`/wp/v2/media/${id}`);
      const answer = await http.call({
        operation: "media.update",
        method: "POST",
        url,
        json,
        idempotent: true,
      });
      return parseWire(Media, answer.body, "WordPress media");
    },
  };
}

/** Sites without pretty permalinks have their routes in a parameter: `/?rest_route=/wp/v2/posts`. */
export function routeUrl(root: string, route: string): URL {
  const url = new URL(root);
  if (url.searchParams.has("rest_route")) url.searchParams.set("rest_route", route);
  else url.pathname = `${url.pathname.replace(/\/+$/, "")}${route}`;
  return url;
}
