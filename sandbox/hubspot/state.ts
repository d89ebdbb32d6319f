import path from "node:path";
import { toDict } from "../kit/json";
import type { PlatformOptions } from "../kit/platform";
import { Snapshot } from "../kit/snapshot";
import { ContentShelf } from "./cms/content";
import type { Portal } from "./context";
import { Crm } from "./crm/crm";
import { seedCrm } from "./crm/seed";
import { FileShelf } from "./file-shelf";
import { TokenStore } from "./oauth/token-store";
import { demoPortals } from "./portals";

export interface HubspotOptions extends PlatformOptions {
  limiter?: boolean;
  contacts?: number;
  sameModified?: number;
}

interface SeedShape {
  epoch: number;
  contacts: number;
  sameModified: number;
}

const standardContacts = 5200;

/** All of it in memory. The seed is made anew from its shape at each start; only what differs is saved. */
export class HubspotState {
  readonly tokens: TokenStore;
  readonly portals = new Map<number, Portal>();
  private readonly snapshot: Snapshot;
  private shape: SeedShape;

  constructor(private readonly options: HubspotOptions) {
    this.snapshot = new Snapshot(path.join(options.dir, "state.json"), () => this.save());
    const saved = toDict(this.snapshot.load());
    const before = toDict(saved.shape);
    const number = (given: number | undefined, kept: unknown, standard: number) =>
      given ?? (typeof kept === "number" ? kept : standard);
    this.shape = {
      epoch: number(undefined, before.epoch, options.clock.now()),
      contacts: number(options.contacts, before.contacts, standardContacts),
      sameModified: number(options.sameModified, before.sameModified, 0),
    };
    this.tokens = new TokenStore(options.clock, () => this.changed());
    this.tokens.load(saved.tokens);
    this.build(toDict(saved.portals));
    if (before.epoch === undefined) this.changed();
  }

  changed(): void {
    this.snapshot.changed();
  }

  /** New contacts, companies and deals in the first portal; changes made to the old ones are gone. */
  reseed(contacts: number, sameModified: number): void {
    this.shape = { epoch: this.options.clock.now(), contacts, sameModified };
    this.build({});
    this.changed();
  }

  close(): Promise<void> {
    return this.snapshot.close();
  }

  private build(saved: Record<string, unknown>): void {
    const { epoch, contacts, sameModified } = this.shape;
    for (const [i, info] of demoPortals.entries()) {
      const { crm, content, files } = toDict(saved[info.id]);
      const changed = () => this.changed();
      const isFirst = i === 0;
      const seed = seedCrm({
        portal: i + 1,
        epoch,
        contacts: isFirst ? contacts : 120,
        companies: isFirst ? 400 : 20,
        deals: isFirst ? 300 : 15,
        sameModified: isFirst ? sameModified : 0,
      });
      const filesDir = path.join(this.options.dir, `files-${info.id}`);
      const before = this.portals.get(info.id);
      this.portals.set(info.id, {
        info,
        crm: new Crm(seed, crm, changed),
        content: before?.content ?? new ContentShelf(content, epoch, changed),
        files: before?.files ?? new FileShelf(files, filesDir, changed),
      });
    }
  }

  private save(): unknown {
    const portals = [...this.portals].map(([id, { crm, content, files }]) => [
      id,
      { crm: crm.save(), content: content.save(), files: files.save() },
    ]);
    return { shape: this.shape, tokens: this.tokens.save(), portals: Object.fromEntries(portals) };
  }
}
