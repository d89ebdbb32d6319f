import { describe, expect, test } from "vitest";
import { type Source, sources } from "./source-tree";

/** The house rules that a machine can check. The exception lists start empty and should stay so. */
const tree = sources();
const code = tree.filter((file) => !file.isTest);

function offenders(files: Source[], isWrong: (file: Source, target: string) => boolean): string[] {
  return files.flatMap((file) =>
    file.imports.filter((target) => isWrong(file, target)).map((target) => `${file.path} → ${target}`),
  );
}

const under = (path: string, ...dirs: string[]) =>
  dirs.some((dir) => path === dir || path.startsWith(`${dir}/`) || path.startsWith(`${dir}.`));

describe("who may import whom", () => {
  test("nothing outside app imports app", () => {
    expect(offenders(code, (file, target) => under(target, "app") && !under(file.path, "app"))).toEqual([]);
  });

  test("components know no database, connector, job or verb", () => {
    const allowedDomain = /^lib\/domain\/[^/]+\/(schema|types|actions)$/;
    const wrong = offenders(
      code.filter((file) => under(file.path, "components")),
      (_, target) => {
        if (under(target, "lib/db", "inngest", "lib/crypto", "lib/outbox", "sandbox")) return true;
        if (under(target, "drizzle")) return target !== "drizzle/schema/enums";
        if (under(target, "lib/connectors"))
          return (
            target !== "lib/connectors/catalog" &&
            target !== "lib/connectors/kit/manifest" &&
            target !== "lib/connectors/kit/fields"
          );
        return under(target, "lib/domain") && !allowedDomain.test(target);
      },
    );
    expect(wrong).toEqual([]);
  });

  test("pages and handlers do not touch the database", () => {
    expect(
      offenders(
        code.filter((file) => under(file.path, "app")),
        (_, target) => under(target, "lib/db", "drizzle/migrate"),
      ),
    ).toEqual([]);
  });

  test("only the named places import lib/db", () => {
    const allowed = [
      "lib/domain",
      "lib/auth",
      "lib/http",
      "lib/realtime",
      "lib/outbox",
      "lib/crypto",
      "lib/db",
      "lib/testing",
      "inngest/embedded",
      "inngest/worker",
      "drizzle/seed",
      "scripts",
      "bench",
    ];
    const wrong = offenders(
      code,
      (file, target) =>
        under(target, "lib/db") &&
        !under(file.path, ...allowed) &&
        !under(file.path, "inngest/functions/maintenance"),
    );
    expect(wrong).toEqual([]);
  });

  test("a connector imports the kit, zod and its own folder", () => {
    const connectors = code.filter((file) => /^lib\/connectors\/(?!kit\/)[^/]+\//.test(file.path));
    const wrong = connectors.flatMap((file) => {
      const own = file.path.split("/").slice(0, 3).join("/");
      const inside = file.imports.filter(
        (target) => !under(target, own, "lib/connectors/kit") && target !== "drizzle/schema/enums",
      );
      const outside = file.packages.filter((name) => name !== "zod" && !name.startsWith("node:crypto"));
      return [...inside, ...outside].map((target) => `${file.path} → ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test("the kit knows no connector, no database, no domain", () => {
    const wrong = offenders(
      code.filter((file) => under(file.path, "lib/connectors/kit")),
      (_, target) => !under(target, "lib/connectors/kit", "lib/net", "lib/errors", "drizzle/schema/enums"),
    );
    expect(wrong).toEqual([]);
  });

  test("connectors and kit read no environment", () => {
    const wrong = code.filter(
      (file) => under(file.path, "lib/connectors") && file.text.includes("process.env"),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  test("sandbox and lib never meet", () => {
    expect(
      offenders(tree, (file, target) => under(file.path, "sandbox") && !under(target, "sandbox")),
    ).toEqual([]);
    expect(
      offenders(tree, (file, target) => !under(file.path, "sandbox") && under(target, "sandbox")),
    ).toEqual([]);
  });

  test("the event list imports nothing of ours", () => {
    expect(
      offenders(
        code.filter((file) => ["inngest/events.ts", "inngest/client.ts"].includes(file.path)),
        (_, target) => target !== "drizzle/schema/enums",
      ),
    ).toEqual([]);
  });

  test("no cycles between files", () => {
    expect(findCycles(code)).toEqual([]);
  });
});

describe("the closed list", () => {
  test("top level is the customer's plus what tools force", () => {
    const allowed = new Set([
      "app",
      "components",
      "lib",
      "drizzle",
      "inngest",
      "e2e",
      "scripts",
      "sandbox",
      "bench",
      "public",
      "docs",
      "deploy",
      "next.config.mjs",
      "proxy.ts",
      "instrumentation.ts",
      "postcss.config.mjs",
      "drizzle.config.ts",
      "vitest.config.ts",
      "vitest.real.config.ts",
      "playwright.config.ts",
    ]);
    const found = new Set(tree.map((file) => file.path.split("/")[0] ?? ""));
    expect([...found].filter((name) => !allowed.has(name))).toEqual([]);
  });

  test("a domain folder holds only known kinds of file", () => {
    const known = /^(schema|types|policy|loaders|actions|data|data-[a-z-]+|[a-z]+(-[a-z0-9]+)*)\.ts$/;
    const wrong = tree
      .filter((file) => under(file.path, "lib/domain"))
      .filter((file) => {
        const [name = "", ...dirs] = file.path.split("/").reverse();
        const depth = dirs.length;
        if (depth > 4 || (depth === 4 && dirs[0] !== "engine")) return true;
        return !file.isTest && !known.test(name);
      });
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  test("no drawers, no second versions, no barrels", () => {
    const banned = /(^|\/)(utils?|helpers?|common|misc|shared|manager|[a-z-]+2)\.(ts|tsx|mjs)$/;
    const barrel = /(^|\/)index\.(ts|tsx)$/;
    const mayHaveIndex = /^(lib\/connectors\/[^/]+\/index\.ts|inngest\/index\.ts)$/;
    const wrong = tree.filter(
      (file) => banned.test(file.path) || (barrel.test(file.path) && !mayHaveIndex.test(file.path)),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  test("file names are kebab-case", () => {
    const good =
      /^(\[{1,2}(\.{3})?[a-zA-Z]+\]{1,2}|\([a-z-]+\)|_?[a-z0-9]+([.-][a-z0-9]+)*|v1|sync_now|test_connection|health_summary)$/;
    const wrong = tree
      .filter((file) =>
        file.path
          .split("/")
          .some(
            (part) =>
              !good.test(
                part.replace(/(\.d)?\.(tsx|ts|mjs|mts)$/, "").replace(/\.(real\.)?(test|spec)$/, ""),
              ),
          ),
      )
      .map((file) => file.path);
    expect(wrong).toEqual([]);
  });
});

describe("sizes", () => {
  const lines = (file: Source) => file.text.split("\n").length - 1;
  test("source files stay within 300 lines, tests within 400", () => {
    const wrong = tree.filter((file) => lines(file) > (file.isTest ? 400 : 300));
    expect(wrong.map((file) => `${file.path} ${lines(file)}`)).toEqual([]);
  });

  test("pages, handlers and actions stay within 80 lines", () => {
    const wrong = code.filter(
      (file) => /(^app\/.*\/(page|layout|route)\.tsx?$)|(\/actions\.ts$)/.test(file.path) && lines(file) > 80,
    );
    expect(wrong.map((file) => `${file.path} ${lines(file)}`)).toEqual([]);
  });
});

describe("server and browser", () => {
  test("files of the domain that reach the database say so in their first line", () => {
    const wrong = code.filter(
      (file) =>
        under(file.path, "lib/domain", "lib/auth", "lib/http") &&
        file.imports.some((target) => under(target, "lib/db/client", "lib/db/transaction")) &&
        !file.typeOnly.has("lib/db/transaction") &&
        !file.text.startsWith('import "server-only"'),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  test("nothing calls the global fetch on the server", () => {
    const server = code.filter(
      (file) =>
        under(file.path, "lib", "inngest") && !under(file.path, "lib/query", "lib/realtime", "lib/testing"),
    );
    const wrong = server.filter((file) => /(?<![.\w])fetch\(/.test(file.text));
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  test("nothing is marked away", () => {
    const marks =
      /(: any\b|\bas any\b|<any>|@ts-ignore|@ts-expect-error|biome-ignore|eslint-disable|\b(test|it|describe)\.(skip|only|todo|fixme)\b)/;
    const self = "lib/testing/architecture.test.ts";
    expect(
      tree.filter((file) => file.path !== self && marks.test(file.text)).map((file) => file.path),
    ).toEqual([]);
  });

  test("a workspace id is minted only at the gates", () => {
    const gates = [
      "lib/access",
      "lib/auth",
      "lib/domain/workspace",
      "lib/domain/member",
      "lib/domain/integration",
      "lib/testing",
      "drizzle/seed",
      "bench",
    ];
    const wrong = code.filter(
      (file) => file.text.includes("mintWorkspaceId(") && !under(file.path, ...gates),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });
});

describe("the README", () => {
  test("names only paths that exist", async () => {
    const { readFile, access } = await import("node:fs/promises");
    const text = await readFile("README.md", "utf8");
    const paths = [
      ...text.matchAll(
        /`((?:app|components|lib|drizzle|inngest|e2e|public|sandbox|bench|scripts|docs)\/[\w./[\]()-]*)`/g,
      ),
    ].map((match) => match[1] ?? "");
    expect(paths.length).toBeGreaterThan(10);
    const missing: string[] = [];
    for (const path of new Set(paths)) await access(path).catch(() => missing.push(path));
    expect(missing).toEqual([]);
  });
});

function findCycles(files: Source[]): string[] {
  const byModule = new Map(files.map((file) => [file.module, file]));
  const state = new Map<string, "open" | "done">();
  const found: string[] = [];
  const visit = (file: Source, trail: string[]) => {
    state.set(file.module, "open");
    for (const target of file.imports) {
      const next = byModule.get(target);
      if (!next || file.typeOnly.has(target)) continue;
      if (state.get(target) === "open")
        found.push([...trail.slice(trail.indexOf(target)), target].join(" → "));
      else if (!state.has(target)) visit(next, [...trail, target]);
    }
    state.set(file.module, "done");
  };
  for (const file of files) if (!state.has(file.module)) visit(file, [file.module]);
  return found;
}
