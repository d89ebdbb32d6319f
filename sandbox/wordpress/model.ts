import type { Dict } from "../kit/json";

export type PostType = "post" | "page" | "attachment";
export type PostStatus = "publish" | "future" | "draft" | "pending" | "private" | "trash" | "inherit";
export type Taxonomy = "category" | "post_tag";
export type Role = "administrator" | "editor" | "author" | "contributor" | "subscriber";

export interface MediaFile {
  /** Under the uploads folder, e.g. 2026/10/photo.png */
  file: string;
  mime: string;
  size: number;
  width: number;
  height: number;
  alt: string;
  /** Number of a made-up picture drawn on demand; absent for uploaded bytes. */
  drawn?: number;
}

/** Posts, pages and media share one id space. Moments are UTC milliseconds on whole seconds. */
export interface WpPost {
  id: number;
  type: PostType;
  status: PostStatus;
  date: number;
  /** No date was set yet: it follows the clock until the post is published. */
  floating: boolean;
  modified: number;
  slug: string;
  title: string;
  content: string;
  excerpt: string;
  author: number;
  parent: number;
  menuOrder: number;
  featuredMedia: number;
  commentStatus: "open" | "closed";
  pingStatus: "open" | "closed";
  sticky: boolean;
  format: string;
  template: string;
  password: string;
  meta: Dict;
  categories: number[];
  tags: number[];
  beforeTrash?: { status: PostStatus; slug: string };
  media?: MediaFile;
}

export interface WpTerm {
  id: number;
  taxonomy: Taxonomy;
  name: string;
  slug: string;
  description: string;
  parent: number;
}

export interface WpUser {
  id: number;
  login: string;
  email: string;
  name: string;
  firstName: string;
  lastName: string;
  role: Role;
  url: string;
  description: string;
  registered: number;
}

export interface AppPassword {
  uuid: string;
  userId: number;
  appId: string;
  name: string;
  hash: string;
  created: number;
  lastUsed: number | null;
  lastIp: string | null;
}

export interface WpComment {
  id: number;
  post: number;
  parent: number;
  author: number;
  authorName: string;
  authorEmail: string;
  content: string;
  date: number;
  status: "approved" | "hold" | "spam" | "trash";
}
