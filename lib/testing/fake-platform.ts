import type { Connection, Connector, ObjectDefinition, PulledRecord } from "@/lib/connectors/kit/connector";
import { manifest } from "@/lib/connectors/wordpress/manifest";
import type { OpenedConnection } from "@/lib/domain/integration/open-connection";
import type { IntegrationRow } from "./tenants";

/** Rows in memory behind an object definition: what a platform would hold, for tests of the engine alone. */
export class FakePlatform {
  rows = new Map<string, PulledRecord>();
  trashed: string[] = [];
  pulls: { position: unknown; since: string | null }[] = [];
  pageSize = 100;
  /** Called before each page; may throw what a platform would. */
  before: (pull: number) => void | Promise<void> = () => undefined;
  definition: ObjectDefinition;

  constructor(overrides: Partial<ObjectDefinition> = {}) {
    this.definition = {
      name: "contacts",
      label: "Contacts",
      changes: "delta",
      lookbackS: 60,
      maxPageSize: 100,
      deletions: "full_pass",
      pull: async (_connection, input) => {
        await this.before(this.pulls.length);
        this.pulls.push({ position: input.position, since: input.since });
        const all = [...this.rows.values()].filter(
          (row) => !input.since || (row.updatedAt ?? "") > input.since,
        );
        const from = typeof input.position === "number" ? input.position : 0;
        const records = all.slice(from, from + this.pageSize);
        const end = from + this.pageSize >= all.length;
        const newest = all
          .map((row) => row.updatedAt ?? "")
          .sort()
          .at(-1);
        const page = { records, next: end ? null : from + this.pageSize, total: all.length };
        return end && newest ? { ...page, highWater: newest } : page;
      },
      ...overrides,
    };
  }

  fill(count: number, updatedAt = "2026-01-01T00:00:00.000Z", from = 0): void {
    for (let n = from; n < from + count; n += 1) this.put(`c${String(n).padStart(6, "0")}`, { n }, updatedAt);
  }

  put(externalId: string, data: PulledRecord["data"], updatedAt = "2026-02-01T00:00:00.000Z"): void {
    const title = `Demo ${externalId}`;
    this.rows.set(externalId, { externalId, data: { name: title, ...data }, title, updatedAt });
  }

  open(integration: IntegrationRow, ...more: FakePlatform[]): () => Promise<OpenedConnection> {
    const connection: Connection = {
      http: { call: () => Promise.reject(new Error("the fake platform has no wire")) },
      config: {},
      origins: {},
    };
    const connector: Connector = {
      manifest,
      tests: [],
      identify: async () => ({ id: "demo", label: "Demo", grantedScopes: [] }),
      objects: [this.definition, ...more.map((one) => one.definition)],
    };
    return async () => ({ connector, connection, integration });
  }
}
