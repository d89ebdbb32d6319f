import { jobContext } from "../access/mint";
import { closePools } from "../db/client";
import { freshToken } from "../domain/credential/fresh-token";

/** A process for the refresh test: asks for one integration's token many times at once and prints what it got. */
const { CALLERS_WORKSPACE = "", CALLERS_INTEGRATION = "", CALLERS = "50" } = process.env;
const ctx = jobContext(CALLERS_WORKSPACE, "test.token-callers");
const tokens = await Promise.all(
  Array.from(
    { length: Number(CALLERS) },
    async () => (await freshToken(ctx, CALLERS_INTEGRATION)).accessToken,
  ),
);
await closePools();
process.stdout.write(`tokens ${JSON.stringify(tokens)}\n`);
