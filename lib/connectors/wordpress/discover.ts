import type { Connection } from "../kit/connector";
import { ProviderFailure } from "../kit/failure";
import type { HttpAnswer } from "../kit/http";
import { SiteIndex } from "./wire";

const found = new WeakMap<Connection, Promise<string>>();

/** Where the REST API lives: known since the connection was made, else looked up once per opened connection. */
export function restRootOf(connection: Connection): Promise<string> {
  const known = connection.config.restRoot;
  if (known) return Promise.resolve(known);
  const looking = found.get(connection) ?? discover(connection).then((result) => result.restRoot);
  found.set(connection, looking);
  return looking;
}

/**
 * The site's address after redirects and the root of its REST API: from the home page's Link header, else by trying the
 * two places where it can be. https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/
 */
export async function discover(connection: Connection): Promise<{ siteUrl: string; restRoot: string }> {
  const typed = siteBase(connection.config.siteUrl ?? "");
  const home = await connection.http.call({
    operation: "site.discover",
    method: "GET",
    url: `${typed}/`,
    headers: { accept: "text/html" },
    anonymous: true,
    text: true,
    accept: [401, 403, 404, 406],
  });
  const siteUrl = siteBase(home.url);
  assertSameSite(typed, siteUrl);
  const linked = linkedRoot(home);
  if (linked) assertSameSite(siteUrl, linked);
  const candidates = linked ? [linked] : [`${siteUrl}/wp-json/`, `${siteUrl}/?rest_route=/`];
  for (const restRoot of candidates) {
    if (await isRestRoot(connection, restRoot)) return { siteUrl, restRoot };
  }
  throw new ProviderFailure(
    "unexpected_shape",
    `No WordPress REST API was found at ${siteUrl}. Check the address. If it is a WordPress site, a security plugin or the web server may have switched the REST API off.`,
    { providerCode: "rest_missing" },
  );
}

/** People paste what is in their address bar. */
export function siteBase(typed: string): string {
  if (!URL.canParse(typed))
    throw new ProviderFailure("invalid_input", "The site address is not a web address.");
  const url = new URL(typed);
  const path = url.pathname
    .replace(/\/(wp-admin|wp-json|wp-login\.php|index\.php)(\/.*)?$/, "")
    .replace(/\/+$/, "");
  return `${url.origin}${path}`;
}

async function isRestRoot({ http, config }: Connection, restRoot: string): Promise<boolean> {
  const isOwn = new URL(restRoot).origin === new URL(config.siteUrl ?? "").origin;
  const answer = await http.call({
    operation: "index.discover",
    method: "GET",
    url: restRoot,
    // Where the site moved to another origin, credentials wait until that address is stored.
    anonymous: !isOwn,
    accept: [401, 403, 404],
    text: true,
  });
  // Some sites show the index only to people who sign in; then its refusal proves the API.
  if (answer.status === 401 || answer.status === 403)
    return /"code"\s*:\s*"[a-z_]+"/.test(String(answer.body));
  if (answer.status === 404) return false;
  try {
    const index = SiteIndex.safeParse(JSON.parse(String(answer.body)));
    return index.success && index.data.namespaces.includes("wp/v2");
  } catch {
    return false;
  }
}

function linkedRoot(home: HttpAnswer): string | null {
  const header = /<([^>]+)>\s*;\s*rel="https:\/\/api\.w\.org\/"/.exec(home.headers.link ?? "");
  const tag = /<link\b[^>]*rel=["']https:\/\/api\.w\.org\/["'][^>]*>/i.exec(
    String(home.body).slice(0, 500_000),
  );
  const href = header?.[1] ?? /href=["']([^"']+)["']/i.exec(tag?.[0] ?? "")?.[1];
  return href && URL.canParse(href, home.url) ? new URL(href, home.url).href : null;
}

/** `www.` may come or go and http may become https; anywhere else nobody agreed to send a password to. */
function assertSameSite(from: string, to: string): void {
  const bare = (address: string) => new URL(address).host.replace(/^www\./, "");
  if (bare(from) === bare(to)) return;
  throw new ProviderFailure(
    "invalid_input",
    `${new URL(from).host} leads to ${new URL(to).host}. If that is your site, enter it as the site address.`,
  );
}
