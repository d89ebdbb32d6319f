import type { FaultRule } from "../kit/faults";
import { type Call, html, type Reply } from "../kit/http";
import type { PanelAction, Platform, PlatformOptions, Setting, SettingValue } from "../kit/platform";
import { plainPage } from "../kit/server";
import { consentPage } from "./consent";
import { errorReply, wpError } from "./errors";
import { answerRest } from "./rest";
import { demoPeople } from "./seed";
import { siteReply } from "./site";
import { WpState } from "./state";

const settings: Setting[] = [
  {
    key: "restDisabled",
    kind: "switch",
    label: "Switch the REST API off",
    help: "A web server's 404 page answers instead.",
  },
  {
    key: "appPasswordsDisabled",
    kind: "switch",
    label: "Switch application passwords off",
    help: "As security plugins do.",
  },
  {
    key: "plainPermalinks",
    kind: "switch",
    label: "Plain permalinks",
    help: "/wp-json is not there; only ?rest_route= works.",
  },
];

const facts = (baseUrl: string) => [
  { label: "Site", value: `${baseUrl}/`, href: `${baseUrl}/` },
  { label: "REST", value: `${baseUrl}/wp-json/`, href: `${baseUrl}/wp-json/` },
  ...demoPeople
    .slice(0, 3)
    .map(({ login, password }) => ({ label: `Password of ${login}`, value: password })),
];

function actions(state: WpState): PanelAction[] {
  return [
    {
      id: "edit",
      label: "Change posts",
      help: "Somebody edits so many published posts in the site's own editor.",
      params: { count: 3 },
      run: ({ count = 0 }) => edit(state, count),
    },
    {
      id: "revoke-consent",
      label: "Revoke all application passwords",
      help: "Every connection has to be made anew.",
      params: {},
      run: () => ({ removed: removePasswords(state) }),
    },
    {
      id: "restore-passwords",
      label: "Give the demo people their passwords back",
      help: "Undoes the revocation for the accounts above.",
      params: {},
      run: () => ({ restored: state.restoreDemoPasswords() }),
    },
  ];
}

function removePasswords(state: WpState): number {
  const { length } = state.passwords;
  state.passwords = [];
  state.changed();
  return length;
}

export function createWordpress(options: PlatformOptions): Platform {
  const state = new WpState(options);
  const values: Record<string, SettingValue> = {
    restDisabled: false,
    appPasswordsDisabled: false,
    plainPermalinks: false,
  };
  return {
    slug: "wordpress",
    title: "WordPress",
    summary: "A self-hosted site with posts, pages, pictures and people. Its clock runs at UTC+2.",
    facts,
    bodyLimit: 32_000_000,
    settings,
    values,
    actions: actions(state),
    operationPath,
    isApi: (path) => path.startsWith("/wp-json"),
    handle: async (call) => route(call, state, values),
    faultReply,
    expireTokens: () => 0,
    revokeConsent: () => removePasswords(state),
    close: () => state.close(),
  };
}

function edit(state: WpState, count: number) {
  const posts = [...state.posts.values()].filter((post) => post.type === "post" && post.status === "publish");
  const chosen = posts.sort((a, b) => a.modified - b.modified).slice(0, count);
  for (const post of chosen) {
    post.title = `${post.title.replace(/ \(edited.*\)$/, "")} (edited ${new Date(state.now()).toISOString().slice(11, 19)})`;
    post.modified = state.now();
  }
  state.changed();
  return { changed: chosen.length, ids: chosen.map((post) => post.id) };
}

/** `/?rest_route=/wp/v2/posts` and `/wp-json/wp/v2/posts` are the same operation. */
function operationPath(call: Call): string {
  const route = call.query.get("rest_route");
  const isFront = call.path === "/" || call.path === "/index.php";
  return isFront && route !== null ? `/wp-json${route.startsWith("/") ? "" : "/"}${route}` : call.path;
}

function route(call: Call, state: WpState, values: Record<string, SettingValue>): Reply {
  state.releaseScheduled();
  const base = { state, values, site: call.baseUrl };
  const path = operationPath(call);
  if (path === "/wp-json" || path.startsWith("/wp-json/")) {
    const isPretty = call.path.startsWith("/wp-json");
    if (values.restDisabled === true || (values.plainPermalinks === true && isPretty))
      return html(404, plainPage("404 Not Found"));
    return answerRest({ ...call, path: path.slice("/wp-json".length).replace(/\/+$/, "") || "/" }, base);
  }
  if (call.path === "/wp-admin/authorize-application.php") return consentPage(call, base);
  if (call.path.startsWith("/wp-admin"))
    return html(403, plainPage("The sandbox has no administration screens"));
  return siteReply(call, base);
}

/** Core has no limits of its own: a host or firewall answers, mostly in HTML. */
function faultReply(rule: FaultRule): Reply {
  const retry: Record<string, string> =
    rule.retryAfter === null ? {} : { "retry-after": String(rule.retryAfter) };
  if (rule.kind === "429") return html(429, plainPage("429 Too Many Requests"), retry);
  if (rule.kind === "503")
    return html(503, plainPage("Briefly unavailable for scheduled maintenance"), retry);
  const text = "There has been a critical error on this website.";
  return errorReply(wpError(500, "internal_server_error", text, { error: {} }));
}
