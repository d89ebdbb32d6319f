// npm run scorecard: the tests whose title begins with R and two digits, as a table. `-- R06` runs one.
import { readFileSync } from "node:fs";
import { installIfNeeded } from "./launcher/install.mjs";
import { printProblem, say } from "./launcher/messages.mjs";
import { endWithUs } from "./testing/interrupt.mjs";

const wanted = process.argv[2]?.toUpperCase();
const title = /\b(R\d\d)\b\s*(.*)/;

endWithUs();
try {
  await installIfNeeded({ say });
  const { runVitest } = await import("./testing/stages.mjs");
  const args = ["-t", wanted ? `\\b${wanted}\\b` : "\\bR\\d\\d\\b", "--passWithNoTests"];
  const { report, failures } = await runVitest(args, {
    name: "scorecard",
    env: { CONNECTUS_SCORECARD: "full" },
  });
  const rows = readRows(report);
  console.log("\nMark  Result        Time  What");
  for (const row of rows)
    console.log(`${row.mark}   ${row.status.padEnd(8)}${row.took.padStart(9)}  ${row.what}`);
  for (const failure of failures.filter((text) => !title.test(text))) console.log(`Failed: ${failure}`);
  const failed = rows.filter(({ status }) => status !== "passed").length;
  console.log(`${rows.length - failed} passed, ${failed} failed`);
  process.exitCode = failures.length > 0 || failed > 0 || rows.length === 0 ? 1 : 0;
} catch (error) {
  printProblem(error);
  process.exitCode = 1;
}

function readRows(report) {
  return JSON.parse(readFileSync(report, "utf8"))
    .testResults.flatMap((suite) => suite.assertionResults)
    .filter((test) => test.status !== "skipped" && test.status !== "pending" && title.test(test.fullName))
    .map((test) => {
      const [, mark, what] = title.exec(test.fullName);
      return { mark, what, status: test.status, took: `${((test.duration ?? 0) / 1000).toFixed(1)} s` };
    })
    .sort((a, b) => a.mark.localeCompare(b.mark));
}
