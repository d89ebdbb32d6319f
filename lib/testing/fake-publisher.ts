import type { Connector, PublishDefinition, Release, Released } from "@/lib/connectors/kit/connector";
import { manifest } from "@/lib/connectors/wordpress/manifest";
import type { OpenedConnection } from "@/lib/domain/integration/open-connection";
import type { IntegrationRow } from "./tenants";

export interface FakePost {
  externalId: string;
  key: string;
  release: Release;
  live: boolean;
  writes: number;
}

/** A platform with drafts, in memory: what it holds is what a person would find there. */
export class FakePublisher {
  posts: FakePost[] = [];
  pictures: string[] = [];
  calls: string[] = [];
  /** Called around each operation; may throw what a platform would, before or after it took effect. */
  on: (operation: string, when: "before" | "after") => void | Promise<void> = () => undefined;
  hidden = false;

  publish: PublishDefinition = {
    contentTypes: ["blog_post", "article"],
    check: (release) =>
      release.body === "" ? [{ level: "error", field: "body", message: "The article has no content." }] : [],
    find: (_connection, key) => this.act("find", () => this.seen((post) => post.key === key)),
    status: (_connection, id) => this.act("status", () => this.seen((post) => post.externalId === id)),
    findPicture: (_connection, sha256) =>
      this.act("findPicture", () =>
        this.pictures.includes(sha256)
          ? { externalId: `m-${sha256.slice(0, 6)}`, url: `https://cdn.example.test/${sha256}` }
          : null,
      ),
    uploadPicture: (_connection, picture) =>
      this.act("uploadPicture", () => {
        this.pictures.push(picture.sha256);
        return {
          externalId: `m-${picture.sha256.slice(0, 6)}`,
          url: `https://cdn.example.test/${picture.sha256}`,
        };
      }),
    create: (_connection, release) =>
      this.act("create", () => {
        const post = {
          externalId: String(this.posts.length + 1),
          key: release.key,
          release,
          live: false,
          writes: 1,
        };
        this.posts.push(post);
        return toReleased(post);
      }),
    goLive: (_connection, id, release) =>
      this.act("goLive", () => {
        const post = this.posts.find((one) => one.externalId === id);
        if (!post) throw new Error("the test has no such post");
        Object.assign(post, { release, key: release.key, live: true, writes: post.writes + 1 });
        return toReleased(post);
      }),
  };

  open(integration: IntegrationRow): () => Promise<OpenedConnection> {
    const connector: Connector = {
      manifest,
      tests: [],
      identify: async () => ({ id: "demo", label: "Demo", grantedScopes: [] }),
      objects: [],
      publish: this.publish,
    };
    const http = { call: () => Promise.reject(new Error("the fake platform has no wire")) };
    return async () => ({ connector, connection: { http, config: {}, origins: {} }, integration });
  }

  private seen(match: (post: FakePost) => boolean): Released | null {
    const post = this.hidden ? undefined : this.posts.find(match);
    return post ? toReleased(post) : null;
  }

  private async act<T>(operation: string, work: () => T): Promise<T> {
    this.calls.push(operation);
    await this.on(operation, "before");
    const result = work();
    await this.on(operation, "after");
    return result;
  }
}

function toReleased(post: FakePost): Released {
  return {
    externalId: post.externalId,
    url: `https://blog.example.test/${post.externalId}`,
    live: post.live,
  };
}
