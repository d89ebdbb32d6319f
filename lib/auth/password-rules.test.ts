import { expect, test } from "vitest";
import { passwordProblem } from "./password-rules";

test.each([
  "quiet river lamp",
  "ünïcödé 3 wörds",
  `${"x".repeat(60)}yzabcd`,
  "8 letter",
  "zq9-pt4-mm2-vw7-connectus",
])("%s is fine", (password) =>
  expect(passwordProblem(password, ["Ada Miller", "ada@example.test"])).toBeNull(),
);

test.each([
  ["short 7", /at least 8/],
  ["é".normalize("NFD").repeat(7), /at least 8/],
  [`${"x1".repeat(64)}y`, /at most 128/],
  ["Password123", /first that attackers try/],
  ["P-a-s-s-w-o-r-d 1", /first that attackers try/],
  ["aaaaaaaaaaaa", /first that attackers try/],
  ["connectus2026", /your name, your e-mail/],
  ["AdaMiller1999", /your name, your e-mail/],
  ["miller-ada!!", /your name, your e-mail/],
])("%s is refused", (password, reason) =>
  expect(passwordProblem(password, ["Ada Miller", "ada.miller@example.test"])).toMatch(reason),
);
