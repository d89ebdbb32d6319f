// Words to the person at the terminal: progress with timings, and each failure as one sentence and its fix.

/** A failure that is already worded for people. */
export class Problem extends Error {
  constructor(sentence, fix) {
    super(sentence);
    this.name = "Problem";
    this.fix = fix;
  }
}

const startedAt = performance.now();

export function say(text) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  console.log(`[${seconds} s] ${text}`);
}

/** Runs one piece of work and returns its result together with how long it took, ready to print. */
export async function timed(work) {
  const from = performance.now();
  const result = await work();
  return { result, took: seconds(performance.now() - from) };
}

export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

const known = [
  {
    when: /ENOSPC|No space left on device|EDQUOT|Disk quota/i,
    say: () => "The disk is full.",
    fix: "Free at least 1 GB where Connectus lies (df -h shows how much is left) and start again.",
  },
  {
    when: /EMFILE|ENFILE|too many open files/i,
    say: () => "The system allows too few open files.",
    fix: "Raise the limit (ulimit -n 4096) and start again.",
  },
  {
    when: /password authentication failed/i,
    say: () => "The database refuses the password Connectus has for it.",
    fix: "For the built-in database put postgres.json back beside it from a backup; for your own check DATABASE_URL, DATABASE_URL_SYSTEM and DATABASE_URL_DIRECT.",
  },
  {
    when: /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH/,
    say: (error) => `A connection failed: ${firstLine(error)}.`,
    fix: "Check the address and the network; npm run doctor tries each part.",
  },
  {
    when: /EACCES|EPERM|EROFS|Permission denied|Read-only file system/i,
    say: (error) => `Connectus may not write here: ${firstLine(error)}.`,
    fix: "Give the folder to the user who runs Connectus (ls -ld shows whose it is), or set CONNECTUS_DIR to a folder that is writable.",
  },
];

/** Any error as a sentence and a fix. Unknown ones keep their own words. */
export function explain(error) {
  if (error?.name === "Problem") return { sentence: error.message, fix: error.fix };
  const text = `${error?.code ?? ""} ${error?.message ?? error}`;
  const match = known.find(({ when }) => when.test(text));
  if (match) return { sentence: match.say(error), fix: match.fix };
  return {
    sentence: String(error?.message ?? error),
    fix: "Run npm run doctor: it looks at everything Connectus needs.",
  };
}

export function printProblem(error) {
  const { sentence, fix } = explain(error);
  console.error(`\nConnectus cannot go on: ${sentence.replace(/^Connectus cannot start:\s*/, "")}`);
  if (fix) console.error(`  Fix: ${fix}`);
  if (process.env.CONNECTUS_LOG_LEVEL === "debug" && error?.stack) console.error(error.stack);
}

function firstLine(error) {
  return String(error?.message ?? error)
    .split("\n")[0]
    .replace(/\.$/, "");
}

/**
 * The sentence a process died with, out of the end of its log: JSON lines of level error and above, or plain text
 * without stack frames.
 */
export function lastWords(log) {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  const spoken = lines.map(readLine).filter((line) => line !== "");
  const verdict = spoken.findLastIndex((line) => line.startsWith("Connectus cannot start"));
  return spoken
    .slice(verdict === -1 ? -2 : verdict)
    .join(" ")
    .slice(0, 600);
}

function readLine(line) {
  if (line.startsWith("{")) {
    try {
      const entry = JSON.parse(line);
      if (typeof entry.level === "number" && entry.level < 50) return "";
      const detail = typeof entry.err === "string" ? entry.err : entry.err?.message;
      return [entry.msg, detail].filter(Boolean).join(": ");
    } catch {
      return line.trim();
    }
  }
  if (/^\s*[✓▲○⚠⨯]/.test(line)) return "";
  if (/^\s+(at |\^|\[?(cause|errno|code|syscall)\b)|^\s*[{}\]]|^Node\.js v|^node:|^file:\/\//.test(line))
    return "";
  return line.trim().replace(/^(Uncaught )?Error: /, "");
}
