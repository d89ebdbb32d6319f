import fc from "fast-check";
import { expect, test } from "vitest";
import { grant } from "./places";

test("places go in order, a full key stops only its own items, and what stops an item is really full", () => {
  const item = fc.record({
    account: fc.integer({ min: 0, max: 3 }),
    kind: fc.integer({ min: 0, max: 1 }),
  });
  fc.assert(
    fc.property(fc.array(item, { maxLength: 40 }), fc.integer({ min: 0, max: 20 }), (wishes, free) => {
      const limitOf = (key: string) => (key.startsWith("account") ? 2 : 5);
      const candidates = wishes.map(({ account, kind }, id) => {
        const keys = [`account ${account}`, `kind ${kind}`];
        return { id, keys, limits: keys.map(limitOf) };
      });
      const taken = new Map([["account 0", 1]]);
      const { granted, blocked, spare } = grant(candidates, taken, free);
      const count = (key: string) =>
        (taken.get(key) ?? 0) + granted.filter((candidate) => candidate.keys.includes(key)).length;
      expect(granted.length).toBeLessThanOrEqual(free);
      for (const { keys } of candidates) {
        for (const key of keys) expect(count(key)).toBeLessThanOrEqual(limitOf(key));
      }
      for (const { key } of blocked) expect(count(key)).toBe(limitOf(key));
      for (const key of spare) expect(count(key)).toBeLessThan(limitOf(key));
      // nobody who could have gone was left behind
      if (granted.length < free) expect(granted.length + blocked.length).toBe(candidates.length);
    }),
    { numRuns: 500 },
  );
});
