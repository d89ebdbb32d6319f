export interface Candidate {
  id: number;
  keys: string[];
  limits: number[];
}

export interface Grants {
  granted: Candidate[];
  /** Items that have to wait, each with a key that has no place left. */
  blocked: { id: number; key: string }[];
  /** Keys with a place that a blocked item could not use: the next in their line may. */
  spare: string[];
}

/** Hands out free places in order. `taken` counts per key what is at work already. Pure. */
export function grant(candidates: Candidate[], taken: ReadonlyMap<string, number>, free: number): Grants {
  const places = new Map(taken);
  const room = (item: Candidate, at: number) =>
    (places.get(item.keys[at] ?? "") ?? 0) < (item.limits[at] ?? 0);
  const granted: Candidate[] = [];
  const blocked: Grants["blocked"] = [];
  const refused: Candidate[] = [];
  for (const item of candidates) {
    if (granted.length === free) break;
    const full = item.keys.findIndex((_, at) => !room(item, at));
    if (full === -1) {
      granted.push(item);
      for (const key of item.keys) places.set(key, (places.get(key) ?? 0) + 1);
    } else {
      blocked.push({ id: item.id, key: item.keys[full] ?? "" });
      refused.push(item);
    }
  }
  const spare = refused.flatMap((item) => item.keys.filter((_, at) => room(item, at)));
  return { granted, blocked, spare: [...new Set(spare)] };
}
