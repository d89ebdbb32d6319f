// Ctrl-C during the tests: the runner in charge gets it first (it ends the app it started), then we go.
import { interruptChildren } from "../launcher/child.mjs";

let told = false;

export const interrupted = () => told;

export function endWithUs() {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.once(signal, () => {
      told = true;
      interruptChildren();
      setTimeout(() => process.exit(130), 8_000).unref();
      process.once("SIGINT", () => process.exit(130));
    });
  }
}
