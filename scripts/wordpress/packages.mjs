// What a real WordPress needs from Debian. Installed when root; otherwise the need is named.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const packages = [
  "wordpress",
  "php-cli",
  "php-mysql",
  "php-gd",
  "php-xml",
  "php-curl",
  "php-mbstring",
  "mariadb-server",
];

export const wordpressSource = "/usr/share/wordpress";

/** Throws with `need` set when this machine cannot run a WordPress. */
export function ensurePackages(onLog = () => {}) {
  if (isInstalled()) return;
  if (process.getuid?.() !== 0 || spawnSync("which", ["apt-get"]).status !== 0) throw missing();
  onLog("Installing WordPress, PHP and MariaDB from Debian's packages");
  const apt = (...args) =>
    spawnSync("apt-get", args, {
      stdio: "ignore",
      timeout: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  apt("update", "-qq");
  apt("install", "-y", "-qq", "--no-install-recommends", ...packages);
  if (!isInstalled()) throw missing();
}

function isInstalled() {
  const hasSite = existsSync(`${wordpressSource}/wp-includes/version.php`);
  return (
    hasSite &&
    ["php", "mariadbd", "mariadb-install-db"].every((name) => spawnSync("which", [name]).status === 0)
  );
}

function missing() {
  return Object.assign(
    new Error(
      `A real WordPress needs these Debian packages: ${packages.join(" ")}. Install them, or run as root on Debian.`,
    ),
    { need: "real WordPress (Debian packages wordpress, php, mariadb)" },
  );
}
