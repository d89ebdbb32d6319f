import path from "node:path";
import { startSandbox } from "./start";

/** Whole number of an environment variable; ends the process with one sentence when it is something else. */
function numberOf(name: string, standard: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") return standard;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  console.error(`sandbox: ${name}=${text} is not a whole number`);
  process.exit(1);
}

async function main(): Promise<void> {
  const port = numberOf("SANDBOX_PORT", 3001);
  const sandbox = await startSandbox({
    port,
    host: process.env.SANDBOX_HOST || "127.0.0.1",
    dir: path.resolve(process.env.SANDBOX_DIR || ".connectus/sandbox"),
    limiter: process.env.SANDBOX_LIMITER !== "off",
    contacts: numberOf("SANDBOX_CONTACTS", 5200),
  });
  console.log(`sandbox: ${sandbox.url} (panel at ${sandbox.url}/panel)`);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`sandbox: could not save its state: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

main().catch((error: NodeJS.ErrnoException) => {
  const why =
    error.code === "EADDRINUSE" ? "its port is taken; set SANDBOX_PORT to another one" : String(error);
  console.error(`sandbox: did not start: ${why}`);
  process.exit(1);
});
