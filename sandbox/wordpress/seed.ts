import { randomUUID } from "node:crypto";
import { padded } from "../kit/random";
import { wholeSecond } from "./dates";
import { drawPicture } from "./image";
import type { AppPassword, PostStatus, Role, WpComment, WpPost, WpTerm, WpUser } from "./model";

export interface WpSeed {
  posts: WpPost[];
  terms: WpTerm[];
  users: WpUser[];
  comments: WpComment[];
  passwords: AppPassword[];
}

const dayMs = 86_400_000;

/** The demo people. The editor's password is the one of the documents' test vector. */
export const demoPeople: { login: string; role: Role; password: string }[] = [
  { login: "demo", role: "administrator", password: "demo DEMO demo DEMO demo DEMO" },
  { login: "editor", role: "editor", password: "abcd EFGH 1234 ijkl MNOP 6789" },
  { login: "author", role: "author", password: "auth DEMO auth DEMO auth DEMO" },
  { login: "contributor", role: "contributor", password: "cont DEMO cont DEMO cont DEMO" },
  { login: "subscriber", role: "subscriber", password: "subs DEMO subs DEMO subs DEMO" },
];

const topics = [
  "planning a launch",
  "writing a newsletter",
  "picking pictures",
  "a calm inbox",
  "measuring what matters",
  "small experiments",
];

export function blankPost(id: number, now: number, fields: Partial<WpPost> = {}): WpPost {
  return {
    id,
    type: "post",
    status: "draft",
    date: now,
    floating: true,
    modified: now,
    slug: "",
    title: "",
    content: "",
    excerpt: "",
    author: 1,
    parent: 0,
    menuOrder: 0,
    featuredMedia: 0,
    commentStatus: "open",
    pingStatus: "open",
    sticky: false,
    format: "standard",
    template: "",
    password: "",
    meta: {},
    categories: [],
    tags: [],
    ...fields,
  };
}

/** About thirty posts, some pages, pictures, terms and comments; plainly made up. */
export function seedSite(now: number, hash: (password: string) => string): WpSeed {
  const users: WpUser[] = demoPeople.map(({ login, role }, i) => ({
    id: i + 1,
    login,
    email: `${login}@example.test`,
    name: `Demo ${login === "demo" ? "Admin" : login.replace(/^./, (first) => first.toUpperCase())}`,
    firstName: "Demo",
    lastName: login,
    role,
    url: "",
    description: i === 0 ? "A made-up person." : "",
    registered: wholeSecond(now - 400 * dayMs),
  }));
  const passwords: AppPassword[] = demoPeople.map(({ password }, i) => ({
    uuid: randomUUID(),
    userId: i + 1,
    appId: "",
    name: "Demo password",
    hash: hash(password),
    created: wholeSecond(now - 90 * dayMs),
    lastUsed: null,
    lastIp: null,
  }));
  const pictures = Array.from({ length: 6 }, (_, i) => picture(i, now));
  const pages = ["About this demo", "Contact", "Privacy"].map((title, i) =>
    dated(11 + i, now - (200 - i) * dayMs, {
      type: "page",
      title,
      slug: title.toLowerCase().replaceAll(" ", "-"),
      content: block(`This is the page “${title}” of a made-up site.`),
      menuOrder: i,
      commentStatus: "closed",
    }),
  );
  const posts = Array.from({ length: 30 }, (_, i) => post(i, now));
  const comments = Array.from({ length: 8 }, (_, i): WpComment => comment(i, now));
  return { posts: [...pictures, ...pages, ...posts], terms: terms(), users, comments, passwords };
}

function terms(): WpTerm[] {
  const term = (id: number, taxonomy: WpTerm["taxonomy"], name: string): WpTerm => ({
    id,
    taxonomy,
    name,
    slug: name.toLowerCase().replaceAll(" ", "-"),
    description: "",
    parent: 0,
  });
  return [
    term(1, "category", "Uncategorized"),
    term(2, "category", "Demo News"),
    term(3, "category", "Demo Guides"),
    term(4, "category", "Demo Stories"),
    term(5, "post_tag", "launch"),
    term(6, "post_tag", "email"),
    term(7, "post_tag", "pictures"),
    term(8, "post_tag", "experiments"),
  ];
}

function dated(id: number, moment: number, fields: Partial<WpPost>): WpPost {
  const date = wholeSecond(moment);
  return blankPost(id, date, { status: "publish", floating: false, ...fields });
}

function block(text: string): string {
  return `<!-- wp:paragraph -->\n<p>${text}</p>\n<!-- /wp:paragraph -->`;
}

function picture(i: number, now: number): WpPost {
  const name = `demo-picture-${i + 1}`;
  const [width, height] = [640, 360];
  return dated(5 + i, now - (210 - i) * dayMs, {
    type: "attachment",
    status: "inherit",
    title: `Demo picture ${i + 1}`,
    slug: name,
    commentStatus: "open",
    pingStatus: "closed",
    media: {
      file: `demo/${name}.png`,
      mime: "image/png",
      size: drawPicture(i + 1, width, height).length,
      width,
      height,
      alt: `A soft colour slope, number ${i + 1}`,
      drawn: i + 1,
    },
  });
}

function post(i: number, now: number): WpPost {
  const number = padded(i + 1, 2);
  const topic = topics[i % topics.length] ?? "";
  const status: PostStatus = i === 27 ? "draft" : i === 28 ? "private" : i === 29 ? "pending" : "publish";
  const moment = now - (190 - i * 6) * dayMs;
  return dated(21 + i, moment, {
    status,
    floating: status === "draft" || status === "pending",
    title: `Demo post ${number}: ${topic}`,
    slug: status === "draft" || status === "pending" ? "" : `demo-post-${number}`,
    content: [
      block(`This is made-up text about ${topic}. It is number ${i + 1} of thirty.`),
      `<!-- wp:heading -->\n<h2 class="wp-block-heading">What it is for</h2>\n<!-- /wp:heading -->`,
      block("So that lists, filters and pages have something to show."),
    ].join("\n\n"),
    excerpt: i % 5 === 0 ? `Made-up text about ${topic}.` : "",
    author: [1, 2, 3][i % 3] ?? 1,
    featuredMedia: i % 2 === 0 ? 5 + (i % 6) : 0,
    categories: [2 + (i % 3)],
    tags: i % 4 === 3 ? [] : [5 + (i % 4)],
    modified: wholeSecond(moment + (i % 3) * dayMs),
    meta: { footnotes: "" },
  });
}

function comment(i: number, now: number): WpComment {
  return {
    id: i + 1,
    post: 21 + i,
    parent: 0,
    author: 0,
    authorName: `Demo Reader ${i + 1}`,
    authorEmail: `demo.reader.${i + 1}@example.test`,
    content: "A made-up comment.",
    date: wholeSecond(now - (20 - i) * dayMs),
    status: i === 7 ? "hold" : "approved",
  };
}
