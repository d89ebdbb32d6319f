import type { Clock } from "../kit/clock";
import type { SettingValue } from "../kit/platform";
import type { ContentShelf } from "./cms/content";
import type { Crm } from "./crm/crm";
import type { FileShelf } from "./file-shelf";
import type { Actor, TokenStore } from "./oauth/token-store";
import type { DemoPortal } from "./portals";

/** Everything of one account. */
export interface Portal {
  info: DemoPortal;
  crm: Crm;
  content: ContentShelf;
  files: FileShelf;
}

export interface HubspotContext {
  clock: Clock;
  tokens: TokenStore;
  values: Record<string, SettingValue>;
  portals: Map<number, Portal>;
  changed: () => void;
}

/** The context of an authenticated call. */
export interface PortalContext extends HubspotContext {
  actor: Actor;
  portal: Portal;
}
