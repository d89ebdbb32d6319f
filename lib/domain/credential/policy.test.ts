import { expect, test } from "vitest";
import { judgeRefreshFailure, refreshAfter } from "./policy";

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 0, minutes));

test("a token is renewed 15 minutes before its end, a short-lived one in its last fifth", () => {
  expect(refreshAfter(at(0), at(360))).toEqual(at(345));
  expect(refreshAfter(at(0), at(30))).toEqual(at(24));
  expect(refreshAfter(at(0), at(75))).toEqual(at(60));
});

test("only a dead grant, or refusals on four distinct days, ask to reconnect", () => {
  const refused = { kind: "invalid_input" as const, status: 400 };
  expect(judgeRefreshFailure({ kind: "auth_expired", status: 400 }, [], "2026-01-01").kind).toBe("reconnect");
  expect(judgeRefreshFailure(refused, [], "2026-01-01")).toEqual({ kind: "count", days: ["2026-01-01"] });
  const three = ["2026-01-01", "2026-01-02", "2026-01-03"];
  expect(judgeRefreshFailure(refused, three, "2026-01-03")).toEqual({ kind: "count", days: three });
  expect(judgeRefreshFailure(refused, three, "2026-01-04").kind).toBe("reconnect");
});

test("trouble on the way never disconnects, however often", () => {
  const days = ["2026-01-01", "2026-01-02", "2026-01-03"];
  for (const status of [undefined, 429, 500, 503, 408]) {
    expect(judgeRefreshFailure({ kind: "provider_down", status }, days, "2026-01-04")).toEqual({
      kind: "wait",
    });
  }
});
