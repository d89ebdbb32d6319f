import "server-only";
import { and, asc, eq, lte } from "drizzle-orm";
import { schedules, scheduleTicks } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { jobContext } from "@/lib/access/mint";
import { getConnector } from "@/lib/connectors/registry";
import { withSystem, withWorkspace } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { type IntegrationRow, readIntegration } from "../integration/data";
import { createRun } from "./create-run";
import { nextTick } from "./policy";
import { chooseObjects } from "./request-sync";

type Schedule = typeof schedules.$inferSelect;

const mostPerSweep = 500;

/**
 * Starts what is due. A tick is claimed by its unique row in the transaction that makes the run, so that two sweeps,
 * or one after a crash, start it once. After downtime overdue ticks fold into one.
 */
export async function sweepSchedules(now: Date): Promise<{ due: number; started: number }> {
  const due = await withSystem((tx) =>
    tx
      .select()
      .from(schedules)
      .where(and(eq(schedules.enabled, true), lte(schedules.nextAt, now)))
      .orderBy(asc(schedules.nextAt))
      .limit(mostPerSweep),
  );
  let started = 0;
  for (const schedule of due) {
    const ctx = jobContext(schedule.workspaceId, "schedule", now);
    // One that fails must not hold up the others.
    const made = await tick(ctx, schedule, now).catch((error: unknown) => {
      log.error({ scheduleId: schedule.id, err: error }, "a schedule could not be started");
      return false;
    });
    if (made) started += 1;
  }
  return { due: due.length, started };
}

async function tick(ctx: Ctx, schedule: Schedule, now: Date): Promise<boolean> {
  return withWorkspace(ctx, async (tx) => {
    const claimed = await tx
      .insert(scheduleTicks)
      .values({
        id: newId(),
        workspaceId: schedule.workspaceId,
        scheduleId: schedule.id,
        tickAt: schedule.nextAt,
      })
      .onConflictDoNothing()
      .returning({ id: scheduleTicks.id });
    const next = nextTick(schedule.nextAt, schedule.everyMinutes, now, Math.random());
    const untouched = and(eq(schedules.id, schedule.id), eq(schedules.nextAt, schedule.nextAt));
    await tx.update(schedules).set({ nextAt: next, updatedAt: now }).where(untouched);
    const [mine] = claimed;
    if (!mine) return false;
    const integration = await readIntegration(tx, ctx, schedule.integrationId);
    const objects = integration?.status === "connected" ? await objectsOf(integration) : [];
    if (objects.length === 0) return false;
    const wanted = {
      integrationId: schedule.integrationId,
      trigger: "schedule",
      mode: "incremental",
    } as const;
    const run = await createRun(tx, ctx, { ...wanted, objects });
    await tx.update(scheduleTicks).set({ runId: run.runId }).where(eq(scheduleTicks.id, mine.id));
    return !run.alreadyOpen;
  });
}

async function objectsOf(integration: IntegrationRow): Promise<string[]> {
  const connector = await getConnector(integration.connector);
  if (!connector || connector.objects.length === 0) return [];
  return chooseObjects(connector, integration, undefined);
}
