import { invalid } from "../errors";
import type { ObjectName } from "./object-types";

export interface AssociationType {
  category: "HUBSPOT_DEFINED";
  typeId: number;
  label: string | null;
  inverse: number;
}

const unlabelled = (typeId: number, inverse: number): AssociationType => ({
  category: "HUBSPOT_DEFINED",
  typeId,
  label: null,
  inverse,
});
const primary = (typeId: number, inverse: number): AssociationType => ({
  category: "HUBSPOT_DEFINED",
  typeId,
  label: "Primary",
  inverse,
});

/** HubSpot's own types; the first of a pair is the default. */
const types: Record<string, AssociationType[]> = {
  "contacts:companies": [unlabelled(279, 280), primary(1, 2)],
  "companies:contacts": [unlabelled(280, 279), primary(2, 1)],
  "deals:contacts": [unlabelled(3, 4)],
  "contacts:deals": [unlabelled(4, 3)],
  "deals:companies": [unlabelled(341, 342), primary(5, 6)],
  "companies:deals": [unlabelled(342, 341), primary(6, 5)],
};

export function associationTypes(from: ObjectName, to: ObjectName): AssociationType[] {
  const found = types[`${from}:${to}`];
  if (!found) throw invalid(`No association type exists from ${from} to ${to}`);
  return found;
}

type Links = Map<number, Set<number>>;

/** Who is associated with whom, in both directions. */
export class AssociationBook {
  private readonly links = new Map<string, Links>();
  private readonly dirty = new Set<string>();

  constructor(private readonly changed: () => void) {}

  /** Without marking the pair as changed. */
  seed(from: ObjectName, fromId: number, to: ObjectName, toId: number, typeId: number): void {
    const type = associationTypes(from, to).find((candidate) => candidate.typeId === typeId);
    if (!type) return;
    this.at(from, fromId, to, toId).add(typeId);
    this.at(to, toId, from, fromId).add(type.inverse);
  }

  add(from: ObjectName, fromId: number, to: ObjectName, toId: number, typeId: number): void {
    const type = associationTypes(from, to).find((candidate) => candidate.typeId === typeId);
    if (!type) throw invalid(`Association type id ${typeId} does not exist from ${from} to ${to}`);
    this.seed(from, fromId, to, toId, typeId);
    this.mark(from, fromId, to, toId);
  }

  remove(from: ObjectName, fromId: number, to: ObjectName, toId: number): void {
    this.links.get(key(from, to, fromId))?.delete(toId);
    this.links.get(key(to, from, toId))?.delete(fromId);
    this.mark(from, fromId, to, toId);
  }

  list(from: ObjectName, fromId: number, to: ObjectName): { toId: number; typeIds: number[] }[] {
    const links = this.links.get(key(from, to, fromId));
    return [...(links ?? [])]
      .map(([toId, typeIds]) => ({ toId, typeIds: [...typeIds] }))
      .sort((a, b) => a.toId - b.toId);
  }

  save(): unknown {
    return [...this.dirty].map((name) => [
      name,
      [...(this.links.get(name) ?? [])].map(([toId, typeIds]) => [toId, [...typeIds]]),
    ]);
  }

  load(saved: [string, [number, number[]][]][]): void {
    for (const [name, links] of saved) {
      this.links.set(name, new Map(links.map(([toId, typeIds]) => [toId, new Set(typeIds)])));
      this.dirty.add(name);
    }
  }

  private at(from: ObjectName, fromId: number, to: ObjectName, toId: number): Set<number> {
    const name = key(from, to, fromId);
    const links: Links = this.links.get(name) ?? new Map();
    this.links.set(name, links);
    const typeIds = links.get(toId) ?? new Set<number>();
    links.set(toId, typeIds);
    return typeIds;
  }

  private mark(from: ObjectName, fromId: number, to: ObjectName, toId: number): void {
    this.dirty.add(key(from, to, fromId)).add(key(to, from, toId));
    this.changed();
  }
}

function key(from: ObjectName, to: ObjectName, fromId: number): string {
  return `${from}:${to}:${fromId}`;
}
