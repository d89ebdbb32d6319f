import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Clock } from "../kit/clock";
import { toDict, toList } from "../kit/json";
import type { PlatformOptions } from "../kit/platform";
import { Snapshot } from "../kit/snapshot";
import { wholeSecond } from "./dates";
import { drawPicture } from "./image";
import type { AppPassword, Taxonomy, WpComment, WpPost, WpTerm, WpUser } from "./model";
import { seedSite, type WpSeed } from "./seed";

/** Spaces and other separators of a shown password do not count; upper and lower case do. */
export function hashPassword(text: string): string {
  return createHash("sha256")
    .update(text.replace(/[^a-zA-Z0-9]/g, ""))
    .digest("hex");
}

/** The whole site in memory; uploaded bytes lie as files beside the snapshot. */
export class WpState {
  readonly posts = new Map<number, WpPost>();
  readonly terms = new Map<number, WpTerm>();
  readonly users = new Map<number, WpUser>();
  readonly comments = new Map<number, WpComment>();
  passwords: AppPassword[] = [];
  title = "Demo Site";
  tagline = "A made-up WordPress for trying things out";
  private readonly snapshot: Snapshot;
  private readonly clock: Clock;
  private readonly uploads: string;
  private lastIds: Record<string, number> = {};

  constructor({ dir, clock }: PlatformOptions) {
    this.clock = clock;
    this.uploads = path.join(dir, "uploads");
    this.snapshot = new Snapshot(path.join(dir, "state.json"), () => this.save());
    const saved = this.snapshot.load();
    if (saved === undefined) {
      this.fill(seedSite(this.now(), hashPassword));
      this.changed();
    } else this.load(saved);
  }

  /** UTC milliseconds on a whole second: WordPress keeps no finer time. */
  now(): number {
    return wholeSecond(this.clock.now());
  }

  changed(): void {
    this.snapshot.changed();
  }

  close(): Promise<void> {
    return this.snapshot.close();
  }

  nextId(kind: "posts" | "terms" | "users" | "comments"): number {
    const id = (this.lastIds[kind] ?? Math.max(0, ...this[kind].keys())) + 1;
    this.lastIds[kind] = id;
    return id;
  }

  /** Scheduled posts whose time has come are published, as wp-cron would. */
  releaseScheduled(): void {
    for (const post of this.posts.values())
      if (post.status === "future" && post.date <= this.now()) {
        post.status = "publish";
        post.modified = this.now();
        this.changed();
      }
  }

  termsOf(taxonomy: Taxonomy): WpTerm[] {
    return [...this.terms.values()].filter((term) => term.taxonomy === taxonomy);
  }

  /** Published posts that carry the term. */
  countOf(term: WpTerm): number {
    const key = term.taxonomy === "category" ? "categories" : "tags";
    return [...this.posts.values()].filter((post) => post.status === "publish" && post[key].includes(term.id))
      .length;
  }

  /** Gives the demo people the passwords of the seed again. */
  restoreDemoPasswords(): number {
    const demo = seedSite(this.now(), hashPassword).passwords;
    const missing = demo.filter((row) => !this.passwords.some((own) => own.hash === row.hash));
    this.passwords.push(...missing);
    this.changed();
    return missing.length;
  }

  writeUpload(file: string, bytes: Buffer): void {
    const target = path.join(this.uploads, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }

  removeUpload(file: string): void {
    rmSync(path.join(this.uploads, file), { force: true });
  }

  readUpload(post: WpPost): Buffer | undefined {
    if (!post.media) return undefined;
    const { drawn, width, height, file } = post.media;
    if (drawn !== undefined) return drawPicture(drawn, width, height);
    try {
      return readFileSync(path.join(this.uploads, file));
    } catch {
      return undefined;
    }
  }

  private fill(seed: WpSeed): void {
    for (const post of seed.posts) this.posts.set(post.id, post);
    for (const term of seed.terms) this.terms.set(term.id, term);
    for (const user of seed.users) this.users.set(user.id, user);
    for (const comment of seed.comments) this.comments.set(comment.id, comment);
    this.passwords = seed.passwords;
  }

  private load(saved: unknown): void {
    const state = toDict(saved);
    this.fill({
      posts: toList(state.posts) as WpPost[],
      terms: toList(state.terms) as WpTerm[],
      users: toList(state.users) as WpUser[],
      comments: toList(state.comments) as WpComment[],
      passwords: toList(state.passwords) as AppPassword[],
    });
    this.lastIds = toDict(state.lastIds) as Record<string, number>;
    if (typeof state.title === "string") this.title = state.title;
    if (typeof state.tagline === "string") this.tagline = state.tagline;
  }

  private save(): unknown {
    return {
      title: this.title,
      tagline: this.tagline,
      lastIds: this.lastIds,
      posts: [...this.posts.values()],
      terms: [...this.terms.values()],
      users: [...this.users.values()],
      comments: [...this.comments.values()],
      passwords: this.passwords,
    };
  }
}
