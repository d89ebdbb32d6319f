// npm start. Only what any Node can read stands here: the rest is loaded once the version is known to fit.
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Connectus needs Node 20.19 or newer; this is ${process.versions.node}.\n` +
      "  Fix: install a current Node from https://nodejs.org and run npm start again.",
  );
  process.exit(1);
}

import("./launcher/run.mjs").then(({ run }) => run({ dev: process.argv.includes("--dev") }));
