import { describe, expect, it } from "vitest";
import type { Field } from "@/lib/connectors/kit/manifest";
import { checkField, tidyField } from "./check-field";

const url: Field = {
  key: "siteUrl",
  label: "Site address",
  kind: "url",
  secret: false,
  required: true,
  help: "",
};
const secret: Field = {
  key: "appPassword",
  label: "Application password",
  kind: "password",
  secret: true,
  required: true,
  help: "",
  pattern: { source: "^([A-Za-z0-9]\\s*){16,64}$", message: "24 letters and digits." },
};

describe("declared fields", () => {
  it("says what is missing or wrong, in the connector's words", () => {
    expect(checkField(url, "  ")).toBe("Site address is missing.");
    expect(checkField(url, "javascript:alert(1)")).toContain("not a web address");
    expect(checkField(url, "https://blog.example.com")).toBeNull();
    expect(checkField(secret, "short")).toBe("24 letters and digits.");
    expect(checkField({ ...url, required: false }, "")).toBeNull();
  });

  it("forgives what people paste", () => {
    expect(tidyField(url, " blog.example.com/a \n")).toBe("https://blog.example.com/a");
    expect(tidyField(url, "http://127.0.0.1:3001/wordpress")).toBe("http://127.0.0.1:3001/wordpress");
    expect(tidyField(secret, "\u200babcd EFGH 1234\n")).toBe("abcd EFGH 1234");
  });
});
