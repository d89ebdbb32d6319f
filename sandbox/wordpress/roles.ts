import type { PostType, Role, WpPost, WpUser } from "./model";

const reading = ["read", "level_0"];
const contributing = [...reading, "edit_posts", "delete_posts", "level_1"];
const authoring = [
  ...contributing,
  "upload_files",
  "publish_posts",
  "edit_published_posts",
  "delete_published_posts",
  "level_2",
];
const pageCaps = ["posts", "pages"].flatMap((noun) => [
  `edit_${noun}`,
  `edit_others_${noun}`,
  `edit_published_${noun}`,
  `edit_private_${noun}`,
  `read_private_${noun}`,
  `publish_${noun}`,
  `delete_${noun}`,
  `delete_others_${noun}`,
  `delete_published_${noun}`,
  `delete_private_${noun}`,
]);
const editing = [
  ...authoring,
  ...pageCaps,
  "moderate_comments",
  "manage_categories",
  "manage_links",
  "unfiltered_html",
];
const administering = [
  ...editing,
  "manage_options",
  "list_users",
  "create_users",
  "edit_users",
  "delete_users",
  "promote_users",
  "edit_theme_options",
  "switch_themes",
  "activate_plugins",
  "install_plugins",
  "import",
  "export",
  "level_10",
];

/** What each role may do, as WordPress ships it. https://wordpress.org/documentation/article/roles-and-capabilities/ */
const capabilities: Record<Role, Set<string>> = {
  administrator: new Set(administering),
  editor: new Set(editing),
  author: new Set(authoring),
  contributor: new Set(contributing),
  subscriber: new Set(reading),
};

export function capabilitiesOf(user: WpUser): Record<string, boolean> {
  return Object.fromEntries([...capabilities[user.role], user.role].map((name) => [name, true]));
}

export function can(user: WpUser | null, capability: string): boolean {
  return user !== null && capabilities[user.role].has(capability);
}

export function nounOf(type: PostType): "posts" | "pages" {
  return type === "page" ? "pages" : "posts";
}

function mayChange(user: WpUser | null, post: WpPost, verb: "edit" | "delete"): boolean {
  if (!user) return false;
  const noun = nounOf(post.type);
  const isPublic = post.status === "publish" || post.status === "future";
  const needed =
    post.author === user.id
      ? [isPublic ? `${verb}_published_${noun}` : `${verb}_${noun}`]
      : [`${verb}_others_${noun}`, ...(isPublic ? [`${verb}_published_${noun}`] : [])];
  return needed.every((capability) => can(user, capability));
}

export function mayEdit(user: WpUser | null, post: WpPost): boolean {
  return mayChange(user, post, "edit");
}

export function mayDelete(user: WpUser | null, post: WpPost): boolean {
  return mayChange(user, post, "delete");
}

export function mayRead(user: WpUser | null, post: WpPost): boolean {
  if (post.status === "publish" || post.status === "inherit") return true;
  if (post.status === "private" && can(user, `read_private_${nounOf(post.type)}`)) return true;
  return mayEdit(user, post);
}
