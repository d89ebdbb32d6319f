import { jobContext } from "@/lib/access/mint";
import { prepareVault } from "@/lib/crypto/vault";
import { closePools } from "@/lib/db/client";
import { runSlice } from "@/lib/domain/sync/engine/run-slice";

/** Works off one run, slice by slice, as the job does; a process of its own, so that a test can kill it. */
const [workspaceId = "", runId = ""] = (process.env.TEST_RUN ?? "").split(" ");

await prepareVault();
process.stdout.write("ready\n");
for (;;) {
  const outcome = await runSlice(jobContext(workspaceId, "test"), { runId });
  if (outcome.state === "ended") break;
  if (outcome.state === "waiting") throw new Error(`the platform asked to wait ${outcome.seconds} s`);
}
await closePools();
