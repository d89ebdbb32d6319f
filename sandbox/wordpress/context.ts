import type { Call, Reply } from "../kit/http";
import type { Dict } from "../kit/json";
import type { SettingValue } from "../kit/platform";
import { Router } from "../kit/router";
import type { ArgSpecs } from "./args";
import type { AppPassword, WpUser } from "./model";
import type { WpState } from "./state";

export interface WpContext {
  state: WpState;
  values: Record<string, SettingValue>;
  /** Address of the site, without a slash at the end. */
  site: string;
  /** Null for strangers. */
  user: WpUser | null;
  /** The application password in use. */
  password: AppPassword | null;
}

export interface WpRoute {
  args: ArgSpecs;
  /** Whether batch/v1 may call it. */
  batch: boolean;
  run: (context: WpContext, args: Dict, call: Call) => Reply;
}

export class WpRouter extends Router<WpContext, WpRoute> {
  add(methods: string, pattern: string, args: ArgSpecs, run: WpRoute["run"], batch = false): this {
    return this.on(methods, pattern, { args, run, batch });
  }
}

/** Address of a REST route, in the form the site's permalinks allow. */
export function restUrl({ site, values }: Pick<WpContext, "site" | "values">, route: string): string {
  return values.plainPermalinks === true
    ? `${site}/index.php?rest_route=${route}`
    : `${site}/wp-json${route}`;
}
