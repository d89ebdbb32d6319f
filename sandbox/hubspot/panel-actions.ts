import type { Clock } from "../kit/clock";
import type { PanelAction } from "../kit/platform";
import type { Collection, CrmRow } from "./crm/collection";
import { demoPortals } from "./portals";
import type { HubspotState } from "./state";

export function hubspotActions(state: HubspotState, clock: Clock): PanelAction[] {
  const contacts = () => state.portals.get(demoPortals[0].id)?.crm.collections.contacts;
  return [
    {
      id: "touch",
      label: "Change contacts",
      help: "Gives so many random contacts of the first account a new score and modified time.",
      params: { count: 25 },
      run: ({ count = 0 }) => touch(contacts(), count, clock.now()),
    },
    {
      id: "archive",
      label: "Archive contacts",
      help: "Archives so many random contacts of the first account.",
      params: { count: 5 },
      run: ({ count = 0 }) => archive(contacts(), count, clock.now()),
    },
    {
      id: "seed",
      label: "Seed anew",
      help: "Replaces the first account's records: how many contacts, and how many of them share one modified time.",
      params: { contacts: 5200, same: 0 },
      run: ({ contacts: count = 0, same = 0 }) => {
        state.reseed(count, same);
        return { contacts: count, same };
      },
    },
    {
      id: "expire-tokens",
      label: "Expire access tokens",
      help: "All of them, now. Refresh tokens go on working.",
      params: {},
      run: () => ({ expired: state.tokens.expireAll() }),
    },
    {
      id: "revoke-consent",
      label: "Withdraw consent",
      help: "Removes the app from all accounts: no token works any more.",
      params: {},
      run: () => ({ removed: state.tokens.uninstallAll() }),
    },
  ];
}

function someRows(collection: Collection | undefined, count: number): CrmRow[] {
  if (!collection) return [];
  const ids = [...collection.ids(false)];
  const wanted = Math.min(count, ids.length);
  for (let i = 0; i < wanted; i++) {
    const other = i + Math.floor(Math.random() * (ids.length - i));
    [ids[i], ids[other]] = [ids[other] ?? 0, ids[i] ?? 0];
  }
  return ids.slice(0, wanted).flatMap((id) => collection.rows.get(id) ?? []);
}

function touch(collection: Collection | undefined, count: number, now: number) {
  const rows = someRows(collection, count);
  for (const row of rows) {
    const score = (Number(row.props.demo_score ?? 0) + 1) % 101;
    collection?.update(row, { demo_score: String(score) }, now);
  }
  return { changed: rows.length, ids: rows.slice(0, 100).map((row) => String(row.id)) };
}

function archive(collection: Collection | undefined, count: number, now: number) {
  const rows = someRows(collection, count);
  for (const row of rows) collection?.archive(row, now);
  return { archived: rows.length, ids: rows.slice(0, 100).map((row) => String(row.id)) };
}
