import { json, type Reply } from "../kit/http";
import type { Dict } from "../kit/json";
import { type ArgSpecs, optionalText } from "./args";
import { restUrl, type WpContext, type WpRouter } from "./context";
import { siteOffsetHours } from "./dates";
import { forbid } from "./errors";
import { can } from "./roles";

const settingArgs: ArgSpecs = { title: { type: "string" }, description: { type: "string" } };

export function addSiteRoutes(router: WpRouter): void {
  router
    .add("GET", "/", {}, (context) => index(context, router))
    .add("GET", "/wp/v2", {}, (context) => namespaceIndex(context, router))
    .add("GET", "/wp/v2/settings", {}, settings)
    .add("POST|PUT|PATCH", "/wp/v2/settings", settingArgs, updateSettings);
}

/** What clients read when they connect: name, time zone, how to get a password, every route. */
function index(context: WpContext, router: WpRouter): Reply {
  const { site, state, values } = context;
  const authorization = `${site}/wp-admin/authorize-application.php`;
  return json(200, {
    name: state.title,
    description: state.tagline,
    url: site,
    home: site,
    gmt_offset: String(siteOffsetHours),
    timezone_string: "",
    page_for_posts: 0,
    page_on_front: 0,
    show_on_front: "posts",
    namespaces: ["oembed/1.0", "wp/v2", "wp-site-health/v1", "wp-block-editor/v1"],
    // An empty PHP array comes out as a list.
    authentication:
      values.appPasswordsDisabled === true
        ? []
        : { "application-passwords": { endpoints: { authorization } } },
    routes: routes(context, router),
    site_logo: 0,
    site_icon: 0,
    site_icon_url: "",
    _links: { help: [{ href: "https://developer.wordpress.org/rest-api/" }] },
  });
}

function namespaceIndex(context: WpContext, router: WpRouter): Reply {
  return json(200, {
    namespace: "wp/v2",
    routes: routes(context, router),
    _links: { up: [{ href: restUrl(context, "/") }] },
  });
}

function routes(context: WpContext, router: WpRouter): Dict {
  const entries = router.list().map(({ pattern, methods }) => {
    const path = pattern.replace(/:(\w+)/g, (_all, name: string) =>
      name === "id" ? "(?P<id>[\\d]+)" : `(?P<${name}>[\\w-]+)`,
    );
    const isFixed = path === pattern;
    const links = isFixed ? { _links: { self: [{ href: restUrl(context, pattern) }] } } : {};
    const namespace = pattern.startsWith("/wp/v2") ? "wp/v2" : "";
    return [path, { namespace, methods, endpoints: [{ methods, args: {} }], ...links }];
  });
  return Object.fromEntries(entries);
}

function checkMayManage({ user }: WpContext): void {
  if (!can(user, "manage_options"))
    throw forbid(user, "rest_forbidden", "Sorry, you are not allowed to do that.");
}

function settings(context: WpContext): Reply {
  checkMayManage(context);
  const { state, site } = context;
  return json(200, {
    title: state.title,
    description: state.tagline,
    url: site,
    email: "demo@example.test",
    timezone: `UTC+${siteOffsetHours}`,
    date_format: "F j, Y",
    time_format: "g:i a",
    start_of_week: 1,
    language: "en_US",
    use_smilies: true,
    default_category: 1,
    default_post_format: "0",
    posts_per_page: 10,
    show_on_front: "posts",
    page_on_front: 0,
    page_for_posts: 0,
    default_ping_status: "open",
    default_comment_status: "open",
    site_logo: null,
    site_icon: 0,
  });
}

function updateSettings(context: WpContext, args: Dict): Reply {
  checkMayManage(context);
  const { state } = context;
  state.title = optionalText(args.title) ?? state.title;
  state.tagline = optionalText(args.description) ?? state.tagline;
  state.changed();
  return settings(context);
}
