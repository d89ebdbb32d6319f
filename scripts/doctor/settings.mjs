// The secret, the addresses, mail, Inngest.
import { existsSync, readFileSync, statSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { ask } from "../launcher/health.mjs";

const makeOne = "Make one: node -e \"console.log(require('crypto').randomBytes(32).toString('base64'))\"";

export async function checkSettings(settings, { running, report }) {
  checkSecret(settings, report);
  checkFiles(settings, report);
  await checkAddress(settings, running, report);
  await checkMail(settings.env.SMTP_URL, report);
  await checkInngest(settings.env, report);
}

function checkSecret({ env, dir, embedded }, report) {
  const given = env.CONNECTUS_SECRET || env.INTEGRATION_APP_SECRET || env.ENCRYPTION_KEY;
  const file = path.join(dir, "secrets.json");
  const secret =
    given ?? (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).CONNECTUS_SECRET : undefined);
  if (!secret) {
    if (embedded) return report("ok", "The secret is made at the first start");
    return report(
      "warn",
      "CONNECTUS_SECRET is not set; one is made and kept in secrets.json",
      `Set it, so that every machine has the same. ${makeOne}`,
    );
  }
  const fault = weakness(secret);
  if (fault) report("fail", `CONNECTUS_SECRET ${fault}`, makeOne);
  else
    report("ok", `CONNECTUS_SECRET is set and strong (from ${given ? "the environment" : "secrets.json"})`);
}

/** Why a secret is weak, or null. */
export function weakness(secret) {
  if (secret.length < 32) return "is shorter than 32 characters";
  if (new Set(secret).size < 12) return "repeats few characters";
  if (/change.?me|secret|password|example/i.test(secret)) return "holds a guessable word";
  return null;
}

function checkFiles({ dir }, report) {
  for (const name of ["secrets.json", "postgres.json", "demo.json"]) {
    const file = path.join(dir, name);
    if (!existsSync(file)) continue;
    if ((statSync(file).mode & 0o077) === 0) report("ok", `${name} is readable by its owner only`);
    else report("fail", `${name} can be read by other users of this machine`, `chmod 600 "${file}"`);
  }
}

async function checkAddress({ url, env, port }, running, report) {
  const target = URL.canParse(url) ? new URL(url) : null;
  if (!target)
    return report(
      "fail",
      `CONNECTUS_URL is not an address: ${url}`,
      "For example https://connectus.example.com",
    );
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(target.hostname);
  if (!local && target.protocol !== "https:")
    report(
      "fail",
      `${url} is public but not encrypted`,
      "Put TLS in front and set CONNECTUS_URL to https://…",
    );
  else report("ok", `The address is ${url}${local ? " (this machine only)" : ""}`);
  const hook = env.CONNECTUS_WEBHOOK_URL ?? env.WEBHOOK_BASE_URL ?? url;
  const reachable = URL.canParse(hook) && new URL(hook).protocol === "https:";
  if (reachable) report("ok", `Platforms send webhooks to ${hook}`);
  else
    report(
      "warn",
      `Platforms cannot send webhooks to ${hook}`,
      "Set CONNECTUS_WEBHOOK_URL to a public https address (a tunnel is enough).",
    );
  if (!running) return;
  const { status, body } = await ask(`http://127.0.0.1:${port}/api/health`);
  if (status === 200) report("ok", "The app says it is well");
  else
    report(
      "fail",
      `The app says it is not well (${status || "no answer"}) ${body.slice(0, 200)}`,
      "Look into .connectus/logs.",
    );
}

async function checkMail(smtp, report) {
  if (!smtp)
    return report("ok", "No SMTP_URL: nothing in this version sends mail yet (invitations are links)");
  if (!URL.canParse(smtp))
    return report(
      "fail",
      "SMTP_URL is not an address",
      "For example smtp://user:password@mail.example.com:587",
    );
  const { hostname, port, protocol } = new URL(smtp);
  const open = await accepts(hostname, Number(port) || (protocol === "smtps:" ? 465 : 587));
  if (open) report("ok", `The mail server ${hostname} answers`);
  else
    report(
      "fail",
      `The mail server ${hostname} does not answer`,
      "Check host, port and firewall in SMTP_URL.",
    );
}

async function checkInngest(env, report) {
  const { INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signingKey, INNGEST_BASE_URL: base } = env;
  if (!eventKey && !signingKey && !base) return report("ok", "No Inngest: the built-in engine runs the jobs");
  if (Boolean(eventKey) !== Boolean(signingKey)) {
    const missing = eventKey ? "INNGEST_SIGNING_KEY" : "INNGEST_EVENT_KEY";
    report(
      "fail",
      `${missing} is missing`,
      "Inngest needs both keys; both are in its dashboard under Manage → Keys.",
    );
  } else report("ok", "Inngest's keys are set");
  if (!base) return;
  const target = URL.canParse(base) ? new URL(base) : null;
  const port = Number(target?.port) || (target?.protocol === "https:" ? 443 : 80);
  if (target && (await accepts(target.hostname, port))) report("ok", `Inngest answers at ${base}`);
  else
    report(
      "fail",
      `Inngest does not answer at ${base}`,
      "Check INNGEST_BASE_URL, for example http://inngest:8288",
    );
}

function accepts(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 4_000 });
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => done(true));
    socket.once("timeout", () => done(false));
    socket.once("error", () => done(false));
  });
}
