import "server-only";
import { ProviderFailure } from "@/lib/connectors/kit/failure";
import { appPool } from "@/lib/db/client";

const closedForMs = 1000;
const gatherMs = 1000;

/**
 * Opens for 60 s when at least 70 % of at least 10 calls within 5 minutes failed; then lets one call at a time probe
 * and closes after five good ones. Shared by all processes through its row; a closed one is believed for a second.
 */
export class Breaker {
  private closedUntil = 0;
  private probing = false;
  private calls = 0;
  private failures = 0;
  private flushedAt = Date.now();

  constructor(private readonly bucket: string) {}

  /** @throws ProviderFailure provider_down while open. */
  async check(): Promise<void> {
    if (Date.now() < this.closedUntil) return;
    const { rows } = await appPool().query<{ state: string; wait_s: string | number | null }>(
      `select state, extract(epoch from (open_until - clock_timestamp())) as wait_s
       from gate.breakers where bucket = $1`,
      [this.bucket],
    );
    const row = rows[0];
    if (!row || row.state === "closed") {
      this.closedUntil = Date.now() + closedForMs;
      return;
    }
    const waitS = Number(row.wait_s ?? 0);
    if (waitS <= 0 && (await this.takeProbe())) {
      this.probing = true;
      return;
    }
    throw new ProviderFailure(
      "provider_down",
      "The platform failed too often in the last minutes, so calls to it are held back for a moment.",
      { retryAfterS: Math.max(1, Math.ceil(waitS)) },
    );
  }

  /** `failed`: no answer, or an error of the platform's own. Refusals are answers. */
  async record(failed: boolean): Promise<void> {
    this.calls += 1;
    if (failed) this.failures += 1;
    const due = failed || this.probing || this.calls >= 50 || Date.now() - this.flushedAt > gatherMs;
    if (due) await this.flush(failed);
  }

  private async takeProbe(): Promise<boolean> {
    const { rowCount } = await appPool().query(
      `update gate.breakers set state = 'half_open', open_until = clock_timestamp() + interval '30 seconds',
         successes = case when state = 'open' then 0 else successes end
       where bucket = $1 and state <> 'closed' and open_until <= clock_timestamp()`,
      [this.bucket],
    );
    return rowCount === 1;
  }

  private async flush(failed: boolean): Promise<void> {
    const { calls, failures, probing } = this;
    Object.assign(this, { calls: 0, failures: 0, probing: false, flushedAt: Date.now() });
    if (failed) this.closedUntil = 0;
    if (probing) await this.settleProbe(failed);
    else await appPool().query(countSql, [this.bucket, calls, failures]);
  }

  private async settleProbe(failed: boolean): Promise<void> {
    await appPool().query(
      failed
        ? `update gate.breakers set state = 'open', open_until = clock_timestamp() + interval '60 seconds'
           where bucket = $1 and state = 'half_open'`
        : `update gate.breakers set successes = successes + 1, open_until = clock_timestamp() - interval '1 second',
             state = case when successes + 1 >= 5 then 'closed' else state end,
             calls = 0, failures = 0, window_started_at = clock_timestamp()
           where bucket = $1 and state = 'half_open'`,
      [this.bucket],
    );
  }
}

const countSql = `
insert into gate.breakers as b (bucket, calls, failures) values ($1, $2, $3)
on conflict (bucket) do update set (calls, failures, window_started_at, state, open_until) = (
  select n.calls, n.failures, n.started,
    case when b.state = 'closed' and n.calls >= 10 and n.failures >= 0.7 * n.calls then 'open' else b.state end,
    case when b.state = 'closed' and n.calls >= 10 and n.failures >= 0.7 * n.calls
      then clock_timestamp() + interval '60 seconds' else b.open_until end
  from (
    select
      case when old then excluded.calls else b.calls + excluded.calls end as calls,
      case when old then excluded.failures else b.failures + excluded.failures end as failures,
      case when old then clock_timestamp() else b.window_started_at end as started
    from (select b.window_started_at < clock_timestamp() - interval '5 minutes' as old) age
  ) n
)`;
