// Each child writes to its own file: with a pipe it would break when the supervisor is killed.
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
} from "node:fs";
import path from "node:path";

const largest = 20 * 1024 * 1024;

export function logFile(dir, name) {
  return path.join(dir, "logs", `${name}.log`);
}

/** Opens the log for appending; a large one is first set aside. Returns the descriptor and where we begin. */
export function openLog(dir, name) {
  const file = logFile(dir, name);
  if (existsSync(file) && statSync(file).size > largest) renameSync(file, `${file}.old`);
  const fd = openSync(file, "a", 0o600);
  return { fd, from: fstatSync(fd).size, close: () => closeSync(fd) };
}

/** The end of what was written since `from`. */
export function tail(dir, name, from = 0, bytes = 8_192) {
  const file = logFile(dir, name);
  if (!existsSync(file)) return "";
  const fd = openSync(file, "r");
  try {
    const { size } = fstatSync(fd);
    const start = Math.max(Math.min(from, size), size - bytes, 0);
    const buffer = Buffer.alloc(size - start);
    readSync(fd, buffer, 0, buffer.length, start);
    return buffer.toString("utf8");
  } finally {
    closeSync(fd);
  }
}

/** A file that is open for appending may be cut while in use. */
export function trimLogs(dir, names) {
  for (const name of names) {
    const file = logFile(dir, name);
    if (existsSync(file) && statSync(file).size > largest) truncateSync(file, 0);
  }
}
