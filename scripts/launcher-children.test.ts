import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { identify, isSame } from "./launcher/identity.mjs";
import { liveSupervisor, takeLock } from "./launcher/lock.mjs";
import { createRegister, endOrphans } from "./launcher/orphans.mjs";
import { root } from "./launcher/settings.mjs";
import { createSupervisor, type Service, spawnNode } from "./launcher/supervise.mjs";
import { startCluster } from "./postgres/cluster.mjs";

let dir = "";
const children: ChildProcess[] = [];

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "children "));
  chmodSync(dir, 0o711);
  mkdirSync(path.join(dir, "logs"));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await endOrphans(dir);
  rmSync(dir, { recursive: true, force: true });
});

/** A child that says a word once it is ready for signals. */
async function startChild(code: string, args: string[] = []): Promise<ChildProcess & { pid: number }> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", code, ...args], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  if (child.pid === undefined) throw new Error("the child did not start");
  return Object.assign(child, { pid: child.pid });
}

const patient = 'console.log("up"); setInterval(() => {}, 1000)';
const stubborn = `process.on("SIGTERM", () => {}); ${patient}`;

async function until(fact: () => boolean | Promise<boolean>) {
  const deadline = Date.now() + 20_000;
  while (!(await fact())) {
    if (Date.now() > deadline) throw new Error("it did not happen within 20 s");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("a live supervisor is refused with its address; a dead one's lock is taken", async () => {
  const holder = `
    const { takeLock } = await import("./scripts/launcher/lock.mjs");
    takeLock(process.argv[1], { url: "http://localhost:4321" }); ${patient}`;
  const child = await startChild(holder, [dir]);
  expect(() => takeLock(dir)).toThrow("http://localhost:4321");
  expect(liveSupervisor(dir)?.pid).toBe(child.pid);
  child.kill("SIGKILL");
  await until(() => identify(child.pid) === null);
  expect(liveSupervisor(dir)).toBeNull();
  const lock = takeLock(dir);
  expect(lock.dead?.pid).toBe(child.pid);
  lock.release();
  expect(takeLock(dir).dead).toBeNull();
});

test("of several that start at once over a dead one's lock exactly one gets it", async () => {
  writeFileSync(
    path.join(dir, "supervisor.json"),
    JSON.stringify({ pid: process.pid, identity: "long gone" }),
  );
  const racer = `
    const { takeLock } = await import("./scripts/launcher/lock.mjs");
    const { appendFileSync } = await import("node:fs");
    let won = "lost";
    try { takeLock(process.argv[1]); won = "won"; } catch {}
    appendFileSync(process.argv[1] + "/race", won + "\\n"); ${patient}`;
  await Promise.all(Array.from({ length: 6 }, () => startChild(racer, [dir])));
  const outcome = readFileSync(path.join(dir, "race"), "utf8").trim().split("\n").sort();
  expect(outcome).toEqual(["lost", "lost", "lost", "lost", "lost", "won"]);
});

test("orphans are ended, also one that ignores SIGTERM; a stranger with the same number is not", async () => {
  const [calm, wild, stranger] = await Promise.all([
    startChild(patient),
    startChild(stubborn),
    startChild(patient),
  ]);
  const register = createRegister(dir);
  register.add("worker", calm.pid);
  register.add("web", wild.pid);
  const file = path.join(dir, "processes.json");
  const records = [
    ...JSON.parse(readFileSync(file, "utf8")),
    { name: "sandbox", pid: stranger.pid, identity: "other:1" },
  ];
  writeFileSync(file, JSON.stringify(records));
  expect((await endOrphans(dir)).sort()).toEqual(["web", "worker"]);
  expect([identify(calm.pid), identify(wild.pid)]).toEqual([null, null]);
  expect(identify(stranger.pid)).not.toBeNull();
  expect(await endOrphans(dir)).toEqual([]);
});

test("after kill -9 of the supervisor its database and child are found, ended, and nothing committed is lost", async () => {
  const supervisor = `
    const { createSupervisor, spawnNode } = await import("./scripts/launcher/supervise.mjs");
    const { createRegister } = await import("./scripts/launcher/orphans.mjs");
    const { startCluster } = await import("./scripts/postgres/cluster.mjs");
    const dir = process.argv[1];
    const all = createSupervisor({ dir, register: createRegister(dir), say() {}, give() {} });
    const start = async () => (await startCluster({ dir: dir + "/postgres", takeOver: true })).child;
    await all.add({ name: "database", label: "The database", start });
    await all.add({ name: "worker", label: "The worker", start: ({ out }) =>
      spawnNode(["-e", "setInterval(() => {}, 1000)"], { env: process.env, cwd: "/", out }) });
    ${patient}`;
  const child = await startChild(supervisor, [dir]);
  const postmaster = () =>
    Number(readFileSync(path.join(dir, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
  const port = Number(readFileSync(path.join(dir, "postgres/postmaster.pid"), "utf8").split("\n")[3]);
  const { superuser } = JSON.parse(readFileSync(path.join(dir, "postgres.json"), "utf8"));
  await query(port, superuser, "create table kept as select 41 + 1 as answer");
  const old = { pid: postmaster(), identity: identify(postmaster()) };

  child.kill("SIGKILL");
  await until(() => identify(child.pid) === null);
  expect(isSame(old)).toBe(true);
  expect((await endOrphans(dir)).sort()).toEqual(["database", "worker"]);
  expect(isSame(old)).toBe(false);

  const cluster = await startCluster({ dir: path.join(dir, "postgres"), takeOver: true });
  children.push(cluster.child);
  expect(cluster.created).toBe(false);
  expect(await query(cluster.port, superuser, "select answer from kept")).toEqual([{ answer: 42 }]);

  // A database that was never written down is found by its own lock file.
  const again = await startCluster({ dir: path.join(dir, "postgres"), takeOver: true });
  children.push(again.child);
  expect(cluster.child.exitCode ?? cluster.child.signalCode).not.toBeNull();
  await again.stop();
});

async function query(port: number, password: string, sql: string) {
  const client = new pg.Client({ host: "127.0.0.1", port, user: "postgres", password, database: "postgres" });
  await client.connect();
  return (await client.query(sql).finally(() => client.end())).rows;
}

function supervised(said: string[], given: Error[]) {
  const register = createRegister(dir);
  return createSupervisor({
    dir,
    register,
    say: (text) => said.push(text),
    give: (error) => given.push(error),
  });
}

function service(name: string, code: string, more: Partial<Service> = {}): Service {
  const args = ["--input-type=module", "-e", code];
  return {
    name,
    label: `The ${name}`,
    graceMs: 300,
    start: ({ out }) => spawnNode(args, { env: process.env, cwd: root, out }),
    ...more,
  };
}

test("what dies is started again and said; what is stopped stays stopped, whatever it does with signals", async () => {
  const said: string[] = [];
  const supervisor = supervised(said, []);
  await supervisor.add(service("worker", patient));
  await supervisor.add(service("web", stubborn));
  supervisor.ready();
  const [first, wild] = supervisor.pids();
  process.kill(Number(first), "SIGKILL");
  await until(() => supervisor.pids().length === 2 && !supervisor.pids().includes(Number(first)));
  expect(said[0]).toBe("The worker stopped (signal SIGKILL). Starting it again in 0.5 s.");
  await until(() => said.includes("The worker is started again."));
  const second = supervisor.pids().find((pid) => pid !== wild);
  await supervisor.stopAll(["web", "worker"]);
  expect([identify(Number(wild)), identify(Number(second))]).toEqual([null, null]);
  expect(JSON.parse(readFileSync(path.join(dir, "processes.json"), "utf8"))).toEqual([]);
});

test("a child that says its configuration is wrong is not started forever: its own sentence is given", async () => {
  const given: Error[] = [];
  const supervisor = supervised([], given);
  const sentence = "CONNECTUS_SECRET is not the one this database was made with.";
  await supervisor.add(
    service("worker", `console.error(${JSON.stringify(sentence)}); process.exit(78)`, {
      fix: () => "Put it back.",
    }),
  );
  await until(() => given.length > 0);
  expect(given[0]).toMatchObject({ message: sentence, fix: "Put it back." });
  expect(supervisor.pids()).toEqual([]);
});

test("a child that dies three times while starting ends the start, with its words", async () => {
  const given: Error[] = [];
  const said: string[] = [];
  const supervisor = supervised(said, given);
  await supervisor.add(service("sandbox", `throw new Error("no such folder")`));
  await until(() => given.length > 0);
  expect(given[0]?.message).toContain("The sandbox stops as soon as it is started");
  expect(given[0]?.message).toContain("no such folder");
  expect(said.filter((text) => text.includes("Starting it again"))).toHaveLength(2);
});
