import type { Dict } from "../kit/json";
import { restUrl, type WpContext } from "./context";
import { gmtText } from "./dates";
import type { WpUser } from "./model";
import { capabilitiesOf } from "./roles";

export function viewUser(context: WpContext, user: WpUser, mode: "view" | "embed" | "edit"): Dict {
  const rest = (route: string) => restUrl(context, route);
  const avatar = (size: number) => `${context.site}/avatar/${user.id}?s=${size}`;
  const head = {
    id: user.id,
    name: user.name,
    url: user.url,
    description: user.description,
    link: `${context.site}/author/${user.login}/`,
    slug: user.login,
    avatar_urls: { "24": avatar(24), "48": avatar(48), "96": avatar(96) },
    meta: [],
    _links: {
      self: [{ href: rest(`/wp/v2/users/${user.id}`) }],
      collection: [{ href: rest("/wp/v2/users") }],
    },
  };
  if (mode !== "edit") return head;
  return {
    ...head,
    username: user.login,
    first_name: user.firstName,
    last_name: user.lastName,
    email: user.email,
    locale: "en_US",
    nickname: user.login,
    registered_date: `${gmtText(user.registered)}+00:00`,
    roles: [user.role],
    capabilities: capabilitiesOf(user),
    extra_capabilities: { [user.role]: true },
  };
}
