import { expect, test } from "vitest";
import { z } from "zod";
import { requireScope, roleScopes } from "../access/scopes";
import { AppError } from "../errors";
import { runAction } from "./run-action";

const input = z.strictObject({ title: z.string().min(1, { message: "A title is missing." }) });
const open = async () => ({ scopes: roleScopes.viewer });
const echo = async (_: unknown, { title }: { title: string }) => title.toUpperCase();

test("a good call gives data", async () => {
  expect(await runAction(input, echo, { title: "hello" }, open)).toEqual({ ok: true, data: "HELLO" });
});

test("whatever a browser sends, the answer is a value with the field named", async () => {
  const cases: [unknown, string][] = [
    [{ title: "" }, "title"],
    [{}, "title"],
    [{ title: "x", workspaceId: "y" }, ""],
    [{ title: "a\0b" }, "title"],
    [JSON.parse('{"title":"x","__proto__":{"admin":true}}'), "__proto__"],
    [undefined, ""],
    ["text", ""],
  ];
  for (const [raw, field] of cases) {
    const result = await runAction(input, echo, raw, open);
    expect(result).toMatchObject({
      ok: false,
      code: "invalid_input",
      fields: { [field]: expect.any(String) },
    });
  }
});

test("a refusal keeps its sentence and fix; an unknown failure keeps its secrets", async () => {
  const refuse = async (who: Awaited<ReturnType<typeof open>>) => requireScope(who, "content:write");
  expect(await runAction(input, refuse, { title: "x" }, open)).toMatchObject({
    ok: false,
    code: "forbidden",
    message: expect.stringContaining("content:write"),
    fix: expect.any(String),
  });
  const crash = async () => {
    throw new Error("postgres://user:password@host");
  };
  const crashed = await runAction(input, crash, { title: "x" }, open);
  expect(crashed).toMatchObject({ ok: false, code: "internal" });
  expect(JSON.stringify(crashed)).not.toContain("password");
});

test("the session is asked before the input, and Next's own throws pass through", async () => {
  const closed = async () => {
    throw new AppError("unavailable", { message: "No database." });
  };
  expect(await runAction(input, echo, {}, closed)).toMatchObject({ ok: false, code: "unavailable" });
  const redirected = new Error("NEXT_REDIRECT");
  const rethrow = (error: unknown) => {
    if (error === redirected) throw error;
  };
  const toSignIn = async () => {
    throw redirected;
  };
  await expect(runAction(input, echo, {}, toSignIn, rethrow)).rejects.toBe(redirected);
});
