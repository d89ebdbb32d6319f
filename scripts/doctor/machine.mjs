// Node, dependencies and their floors, disk, ports.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isInstalled } from "../launcher/install.mjs";
import { isFree } from "../launcher/ports.mjs";
import { root } from "../launcher/settings.mjs";
import { freeMb } from "../launcher/space.mjs";

// Below these are known holes: remote code execution in Next, account and mail injection in the others.
export const floors = {
  next: "16.4.1",
  "next-auth": "4.24.15",
  nodemailer: "10.0.5",
  "drizzle-orm": "0.45.2",
  sharp: "0.35.5",
};

export async function checkMachine(settings, { running, installed, report }) {
  report("ok", `Node ${process.versions.node}`);
  checkDependencies(installed, report);
  checkDisk(settings, report);
  if (running) report("ok", `Connectus is running (process ${running.pid}, ${running.url})`);
  else await checkPorts(settings, report);
}

function checkDependencies(installed, report) {
  if (!installed)
    return report("fail", "The dependencies are not installed", "Run npm start once; it installs them.");
  if (isInstalled(root)) report("ok", "The dependencies are what package-lock.json asks for");
  else
    report(
      "warn",
      "The dependencies differ from package-lock.json",
      "Run npm start (it installs) or npm ci.",
    );
  for (const [name, floor] of Object.entries(floors)) {
    const version = installedVersion(name);
    if (version === null) continue;
    if (isAtLeast(version, floor)) report("ok", `${name} ${version} (at least ${floor})`);
    else
      report(
        "fail",
        `${name} ${version} has known holes`,
        `Update it to ${floor} or newer: npm install ${name}@latest`,
      );
  }
}

function checkDisk(settings, report) {
  let place = settings.dir;
  while (!existsSync(place)) place = path.dirname(place);
  const free = freeMb(place);
  const text = `${(free / 1024).toFixed(1)} GB are free in ${place}`;
  if (free < 300) report("fail", text, "Free some space: Connectus does not start below 300 MB.");
  else if (free < 2_048)
    report("warn", text, "Free some space soon: the database grows with what is synced.");
  else report("ok", text);
}

async function checkPorts(settings, report) {
  const ports = [
    [settings.port, "the app"],
    ...(settings.demo ? [[settings.sandboxPort, "the sandbox"]] : []),
  ];
  for (const [port, name] of ports) {
    if (await isFree(port, "127.0.0.1")) report("ok", `Port ${port} is free for ${name}`);
    else
      report(
        "fail",
        `Port ${port}, which ${name} needs, is in use`,
        `Stop that program or set PORT, e.g. PORT=${settings.port + 10}`,
      );
  }
}

function installedVersion(name) {
  const file = path.join(root, "node_modules", name, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : null;
}

export function isAtLeast(version, floor) {
  const parts = (text) => text.split("-")[0].split(".").map(Number);
  const [have, want] = [parts(version), parts(floor)];
  for (let i = 0; i < 3; i += 1) if (have[i] !== want[i]) return have[i] > want[i];
  return true;
}
