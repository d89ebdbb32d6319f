import { type Call, json, type Reply } from "../kit/http";
import type { Dict } from "../kit/json";
import type { ArgSpecs } from "./args";
import { restUrl, type WpContext } from "./context";

export const pagingArgs: ArgSpecs = {
  page: { type: "integer", min: 1, default: 1 },
  per_page: { type: "integer", min: 1, max: 100, default: 10 },
  offset: { type: "integer", min: 0 },
  search: { type: "string" },
  include: { type: "list", items: "integer" },
  exclude: { type: "list", items: "integer" },
  context: { type: "string", oneOf: ["view", "embed", "edit"], default: "view" },
};

export interface Window<T> {
  rows: T[];
  total: number;
  pages: number;
  page: number;
}

export function windowOf<T>(all: T[], args: Dict): Window<T> {
  const perPage = Number(args.per_page);
  const page = Number(args.page);
  const start = typeof args.offset === "number" ? args.offset : (page - 1) * perPage;
  return {
    rows: all.slice(start, start + perPage),
    total: all.length,
    pages: Math.ceil(all.length / perPage),
    page,
  };
}

/** A bare list with the totals and neighbours in the headers. */
export function listReply<T>(
  context: WpContext,
  call: Call,
  window: Window<T>,
  view: (row: T) => Dict,
): Reply {
  const neighbour = (page: number, rel: string) => {
    const query = new URLSearchParams(call.query);
    query.delete("rest_route");
    query.set("page", String(page));
    const address = restUrl(context, call.path);
    return `<${address}${address.includes("?") ? "&" : "?"}${query}>; rel="${rel}"`;
  };
  const links: string[] = [];
  if (window.page > 1) links.push(neighbour(Math.min(window.page - 1, Math.max(1, window.pages)), "prev"));
  if (window.page < window.pages) links.push(neighbour(window.page + 1, "next"));
  return json(200, window.rows.map(view), {
    "x-wp-total": String(window.total),
    "x-wp-totalpages": String(window.pages),
    ...(links.length > 0 ? { link: links.join(", ") } : {}),
  });
}

/** Text first, then ids: how all lists of WordPress compare. */
export function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [x, y] = [String(a).toLowerCase(), String(b).toLowerCase()];
  return x === y ? 0 : x < y ? -1 : 1;
}

export function ordered<T extends { id: number }>(
  rows: T[],
  args: Dict,
  key: (row: T) => string | number,
): T[] {
  const direction = args.order === "asc" ? 1 : -1;
  return [...rows].sort((a, b) => (compare(key(a), key(b)) || a.id - b.id) * direction);
}
