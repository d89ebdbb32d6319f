// Asks the app and the sandbox whether they are well.
import { get } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { Problem } from "./messages.mjs";

/** { status, body } of a GET; status 0 when nothing answers. */
export function ask(url, timeoutMs = 3_000) {
  return new Promise((resolve) => {
    const request = get(url, { timeout: timeoutMs, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        if (body.length < 10_000) body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      response.on("error", () => resolve({ status: 0, body: "" }));
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve({ status: 0, body: "" }));
  });
}

/** Waits for 200. */
export async function waitForGreen(url, { name, timeoutMs = 60_000 }) {
  const deadline = Date.now() + timeoutMs;
  let last = { status: 0, body: "" };
  while (Date.now() < deadline) {
    last = await ask(url);
    if (last.status === 200) return last;
    await wait(100);
  }
  const said = last.status ? `it answered ${last.status}: ${last.body.slice(0, 300)}` : "it does not answer";
  throw new Problem(
    `${name} did not become ready within ${timeoutMs / 1000} s: ${said}.`,
    "Look into .connectus/logs.",
  );
}
