import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** B15: how long the second `npm start` takes until it is green, and what all processes hold when idle. */
const home = path.resolve(process.env.CONNECTUS_DIR ?? ".connectus/bench", "b15");
const port = await freePort();

const first = await start();
await stop(first.child);
const seconds: number[] = [];
let memoryMb = 0;
for (let round = 0; round < 3; round++) {
  const again = await start();
  seconds.push(again.seconds);
  if (round === 2) {
    await wait(15_000);
    memoryMb = memoryOfTree(again.child.pid ?? 0);
  }
  await stop(again.child);
}
const median = seconds.toSorted((a, b) => a - b)[1] ?? 0;
console.log(
  `first start ${first.seconds.toFixed(1)} s; later ${seconds.map((s) => s.toFixed(1)).join(", ")} s`,
);
console.log(
  JSON.stringify({
    id: "B15",
    value: Number(median.toFixed(2)),
    unit: "s",
    against: "-",
    ratio: null,
    target: 10,
    idleMemoryMb: Math.round(memoryMb),
    idleMemoryTarget: 900,
  }),
);

async function start(): Promise<{ child: ChildProcess; seconds: number }> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    CONNECTUS_DIR: home,
    PORT: String(port),
    NODE_ENV: "production",
  };
  for (const name of Object.keys(env)) {
    if (name.startsWith("DATABASE_") || name === "CONNECTUS_SECRET" || name === "CONNECTUS_URL")
      delete env[name];
  }
  const from = performance.now();
  const child = spawn(process.execPath, ["scripts/start.mjs"], { env, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes("Connectus is ready")) break;
  }
  if (!text.includes("Connectus is ready")) throw new Error(`npm start did not come up:\n${text}`);
  child.stdout.resume();
  return { child, seconds: (performance.now() - from) / 1000 };
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGINT");
  await gone;
}

/** Proportional set size: shared pages (PostgreSQL's buffers) count once. */
function memoryOfTree(rootPid: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const stat = read(`/proc/${name}/stat`);
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const isOurs = (pid: number): boolean =>
    pid === rootPid || (parents.has(pid) && pid > 1 && isOurs(parents.get(pid) ?? 0));
  let kilobytes = 0;
  for (const pid of parents.keys()) {
    if (isOurs(pid)) kilobytes += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  }
  return kilobytes / 1024;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const found = typeof address === "object" && address ? address.port : 0;
  server.close();
  await once(server, "close");
  return found;
}
