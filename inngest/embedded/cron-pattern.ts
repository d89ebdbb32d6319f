import { Cron } from "croner";

/** Inngest writes the zone in front: `TZ=Europe/Berlin 0 9 * * 1`. Without one it is UTC. */
export function splitCron(cron: string): { pattern: string; timezone: string } {
  const match = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(cron.trim());
  return match?.[1] && match[2]
    ? { timezone: match[1], pattern: match[2] }
    : { timezone: "UTC", pattern: cron.trim() };
}

/** The newest tick in (after, now], or null. Older ones that were missed are not made up for one by one. */
export function lastDueTick(cron: string, after: Date, now: Date): Date | null {
  // croner strips milliseconds and excludes the reference itself
  const reference = new Date(Math.floor(now.getTime() / 1000) * 1000 + 1000);
  const tick = job(cron).previousRuns(1, reference)[0];
  return tick && tick > after && tick <= now ? tick : null;
}

export function nextTick(cron: string, after: Date): Date | null {
  return job(cron).nextRun(after);
}

const jobs = new Map<string, Cron>();

function job(cron: string): Cron {
  const known = jobs.get(cron);
  if (known) return known;
  const { pattern, timezone } = splitCron(cron);
  const made = new Cron(pattern, { timezone, paused: true });
  jobs.set(cron, made);
  return made;
}
