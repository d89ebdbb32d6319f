// Finds optional packages (one per system and processor) that a lockfile names but does not hold.

const systems = ["android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "sunos", "win32"];
const processors = ["arm64", "x64", "ia32", "riscv64", "ppc64", "s390x", "loong64", "wasm32", "arm"];

/** The lockfile with an entry for each missing optional package, and their names. */
export function completeLock(lock) {
  const packages = { ...lock.packages };
  const added = [];
  for (const [place, entry] of Object.entries(lock.packages)) {
    if (place === "") continue;
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isHeld(packages, place, name) || !/^\d/.test(version)) continue;
      const at = `${place.slice(0, place.lastIndexOf("node_modules/"))}node_modules/${name}`;
      packages[at] = { version, ...(entry.dev ? { dev: true } : {}), optional: true, ...platformOf(name) };
      added.push(`${name}@${version}`);
    }
  }
  const order = Object.keys(packages).sort((a, b) => (a < b ? -1 : 1));
  return { lock: { ...lock, packages: Object.fromEntries(order.map((key) => [key, packages[key]])) }, added };
}

// Node's own look-up: beside the package, then in each folder above.
function isHeld(packages, place, name) {
  for (let at = place; ; at = at.slice(0, at.lastIndexOf("node_modules/")).replace(/\/$/, "")) {
    if (packages[`${at}${at ? "/" : ""}node_modules/${name}`]) return true;
    if (at === "") return false;
  }
}

// From the name, as all these packages are called: swc-darwin-arm64, oxide-linux-arm-gnueabihf.
function platformOf(name) {
  const parts = name.split("/").at(-1).split("-");
  const os = systems.filter((system) => parts.includes(system));
  const cpu = processors.filter((processor) => parts.includes(processor)).slice(0, 1);
  const libc = parts.includes("musl") ? ["musl"] : parts.includes("gnu") ? ["glibc"] : [];
  const full = { cpu, os, libc };
  return Object.fromEntries(Object.entries(full).filter(([, list]) => list.length > 0));
}
