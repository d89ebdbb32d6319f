import "server-only";
import { sql } from "drizzle-orm";
import { publications } from "@/drizzle/schema/content";
import type { Ctx } from "@/lib/access/context";
import type { Connection, PublishDefinition, Release, Released } from "@/lib/connectors/kit/connector";
import { isProviderFailure, ProviderFailure } from "@/lib/connectors/kit/failure";
import { withWorkspace } from "@/lib/db/transaction";
import { openConnection } from "../../integration/open-connection";
import { writeLog } from "../../log/write-log";
import { confirmWait, mayHaveHappened, settleS } from "../policy";
import { type Claim, claimPublication, LostClaim, updateHeld, whileHeld } from "./claim";
import { endHeld } from "./end-publication";
import { adoptEarlier, keepExternal, mutationAge } from "./read-back";
import { releaseKey, type Snapshot, toRelease } from "./release";
import { settleTrouble } from "./trouble";
import { uploadPictures } from "./upload-pictures";

export type PublishOutcome =
  | { state: "over" }
  /** Call again after this. */
  | { state: "again"; seconds: number };

export interface AdvanceOptions {
  open?: typeof openConnection;
  settleS?: number;
}

const mutationWithinMs = 60_000;
const notSeenS = 300;

interface Work {
  claim: Claim;
  publish: PublishDefinition;
  connection: Connection;
  settleS: number;
  abort: AbortController;
}

/**
 * Takes a publication as far as it gets now. The one call that must not be repeated is made at most once: it is noted
 * before it is sent, and while its outcome is unknown the platform is only read. Safe to call again after any crash.
 */
export async function advancePublication(
  ctx: Ctx,
  input: { publicationId: string },
  options: AdvanceOptions = {},
): Promise<PublishOutcome> {
  const answer = await claimPublication(ctx, input.publicationId);
  if ("over" in answer) return { state: "over" };
  if ("busyS" in answer) return { state: "again", seconds: answer.busyS };
  const { claim } = answer;
  try {
    return await whileHeld(claim, async () => {
      try {
        return await work(claim, options);
      } catch (error) {
        if (error instanceof LostClaim) throw error;
        return await settleTrouble(claim, error);
      }
    });
  } catch (error) {
    if (error instanceof LostClaim) return { state: "again", seconds: 5 };
    throw error;
  }
}

async function work(claim: Claim, options: AdvanceOptions): Promise<PublishOutcome> {
  const open = options.open ?? openConnection;
  const abort = new AbortController();
  const purpose = { use: "publish", publicationId: claim.row.id, signal: abort.signal } as const;
  const { connector, connection } = await open(claim.ctx, claim.row.integrationId, purpose);
  const { publish } = connector;
  if (!publish)
    throw new ProviderFailure("invalid_input", `${connector.manifest.displayName} cannot publish.`);
  const job: Work = { claim, publish, connection, settleS: options.settleS ?? settleS, abort };
  if (!claim.row.externalId) await adoptEarlier(claim, publish, connection);
  if (!claim.row.externalId && claim.row.mutationStartedAt) {
    const wait = await readBack(job);
    if (wait) return wait;
  }
  const { pictures, uploaded } = await uploadPictures(claim, publish, connection);
  const snapshot = claim.row.snapshot as unknown as Snapshot;
  const release = toRelease({ ...claim.row, snapshot }, pictures, uploaded);
  refuseErrors(publish, release);
  if (!claim.row.externalId) {
    const wait = await createOnce(job, release);
    if (wait) return wait;
  }
  return finish(job, release);
}

function refuseErrors(publish: PublishDefinition, release: Release): void {
  const wrong = publish.check(release).filter((issue) => issue.level === "error");
  if (wrong.length === 0) return;
  throw new ProviderFailure("invalid_input", wrong.map((issue) => issue.message).join(" "));
}

/** An earlier call may have taken effect: only reads, until it shows or can no longer come. */
async function readBack(job: Work): Promise<PublishOutcome | null> {
  const { claim, publish, connection } = job;
  const found = await publish.find(connection, releaseKey(claim.row.id));
  if (found) {
    await keepExternal(claim, found);
    return null;
  }
  const ageS = await mutationAge(claim);
  if (ageS < job.settleS) return confirmLater(claim, ageS);
  // Surely none, and any request of ours has long ended: the way is free for one more.
  await updateHeld(claim, { mutationStartedAt: null, state: "publishing" });
  return null;
}

async function confirmLater(claim: Claim, ageS: number): Promise<PublishOutcome> {
  await updateHeld(claim, { state: "confirming", claimUntil: null });
  return { state: "again", seconds: confirmWait(ageS) };
}

async function createOnce(job: Work, release: Release): Promise<PublishOutcome | null> {
  const { claim, publish, connection } = job;
  await updateHeld(claim, { mutationStartedAt: sql`now()`, state: "publishing" });
  // A process that was stopped here and wakes much later must not send any more: by then another may be at it.
  const tooLate = setTimeout(() => job.abort.abort(), mutationWithinMs);
  try {
    await keepExternal(claim, await publish.create(connection, release));
    return null;
  } catch (error) {
    if (error instanceof LostClaim) throw error;
    if (mayHaveHappened(error)) return unknownOutcome(claim, error);
    // What exists already may be our own, from a call that was thought lost.
    const found = isConflict(error) ? await publish.find(connection, release.key) : null;
    if (found) {
      await keepExternal(claim, found);
      return null;
    }
    await updateHeld(claim, { mutationStartedAt: null });
    throw error;
  } finally {
    clearTimeout(tooLate);
  }
}

const isConflict = (error: unknown) => isProviderFailure(error) && error.kind === "conflict";

async function unknownOutcome(claim: Claim, error: unknown): Promise<PublishOutcome> {
  const message = isProviderFailure(error) ? error.message : "The call broke off.";
  await withWorkspace(claim.ctx, (tx) =>
    writeLog(tx, claim.ctx, {
      level: "warn",
      event: "publication.unconfirmed",
      message: `No clear answer from the platform; looking there whether it arrived. ${message}`,
      integrationId: claim.row.integrationId,
      publicationId: claim.row.id,
    }),
  );
  return confirmLater(claim, 0);
}

/** Draft → public, which may be repeated, then seen with our own eyes. */
async function finish({ claim, publish, connection }: Work, release: Release): Promise<PublishOutcome> {
  const externalId = claim.row.externalId;
  if (!externalId) throw new Error("a publication without an external id cannot be finished");
  await updateHeld(claim, { mutationStartedAt: sql`coalesce(${publications.mutationStartedAt}, now())` });
  if (publish.goLive) await keepExternal(claim, await publish.goLive(connection, externalId, release));
  const seen = await publish.status(connection, externalId);
  if (!seen) return lookAgain(claim);
  await keepExternal(claim, seen);
  if (!seen.live) throw notLive(seen);
  await endHeld(claim, { state: "published" });
  return { state: "over" };
}

// A platform that has just said yes may show it late. Never made again by ourselves: a person decides that.
async function lookAgain(claim: Claim): Promise<PublishOutcome> {
  const ageS = await mutationAge(claim);
  if (ageS < notSeenS) return confirmLater(claim, ageS);
  throw new ProviderFailure("not_found", "The platform took it, but it is not there any more.");
}

function notLive(seen: Released): ProviderFailure {
  return new ProviderFailure("conflict", `It is at the platform (${seen.url}) but not public.`);
}
