import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import pg from "pg";
import { afterAll } from "vitest";
import { until } from "./engine";

const dir = path.resolve(process.env.CONNECTUS_TEST_DIR ?? ".connectus/test", `bundles-${process.pid}`);
afterAll(() => rm(dir, { recursive: true, force: true }));

const bundled = new Map<string, Promise<string>>();

/** One of our entry files as a file that node can run; made once per test file. */
function bundle(entry: string): Promise<string> {
  const known = bundled.get(entry);
  if (known) return known;
  const made = (async () => {
    await mkdir(dir, { recursive: true });
    await symlink(path.resolve("node_modules"), path.join(dir, "node_modules")).catch(() => undefined);
    const outfile = path.join(dir, `${path.basename(entry, ".ts")}.mjs`);
    await build({
      entryPoints: [path.resolve(entry)],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      packages: "external",
      logLevel: "silent",
      alias: { "server-only": path.resolve("lib/testing/server-only.ts") },
    });
    return outfile;
  })();
  bundled.set(entry, made);
  return made;
}

export interface TestProcess {
  child: ChildProcess;
  /** All it has written so far, stdout and stderr. */
  text(): string;
  signal(name: NodeJS.Signals): void;
  /** Its exit code, or null when a signal ended it. */
  gone: Promise<number | null>;
}

export async function startProcess(entry: string, env: Record<string, string>): Promise<TestProcess> {
  const child = spawn(process.execPath, [await bundle(entry)], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const take = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const gone = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, text: () => text, signal: (name) => void child.kill(name), gone };
}

export async function startCrashWorker(): Promise<TestProcess> {
  const worker = await startProcess("lib/testing/crash-worker.ts", { CONNECTUS_LOG_LEVEL: "warn" });
  await until(
    "the worker is up",
    () => {
      if (worker.child.exitCode !== null) throw new Error(`the worker ended: ${worker.text()}`);
      return worker.text().includes("ready");
    },
    20_000,
  );
  return worker;
}

/** Tables the crash worker's steps write to, and a journal of every step recorded and every run ended. */
export async function prepareCrashTables(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query(`
    create table test_effects (run_id uuid, step text, token text, pid int, at timestamptz default clock_timestamp());
    create table test_gate (name text);
    create table test_journal (kind text, run_id uuid, hash text, state text, at timestamptz default clock_timestamp());
    grant all on test_effects, test_gate, test_journal to connectus_system;
    create function test_step() returns trigger language plpgsql as $$ begin
      insert into test_journal (kind, run_id, hash, state) values ('step', new.run_id, new.hash, new.state);
      return null;
    end $$;
    create function test_run() returns trigger language plpgsql as $$ begin
      insert into test_journal (kind, run_id, state) values ('run', new.id, new.status);
      return null;
    end $$;
    create trigger test_step after insert or update on engine.steps for each row
      when (new.state <> 'planned') execute function test_step();
    create trigger test_run after update on engine.runs for each row
      when (new.ended_at is not null) execute function test_run();
  `);
  await client.end();
}
