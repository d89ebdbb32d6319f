import { Progress } from "@/components/ui/progress";
import { Time } from "@/components/ui/time";
import type { QuotaUse } from "@/lib/domain/integration/types";
import { toCount } from "@/lib/format/number";

/** "hour" → "Calls per hour"; the platforms' own windows have names such as "ten_seconds". */
function quotaLabel(window: string): string {
  const words = window.replaceAll("_", " ");
  return /^(second|minute|hour|day|month)$/.test(words) ? `Calls per ${words}` : `Calls in ${words}`;
}

export function QuotaBar({ quota }: { quota: QuotaUse }) {
  const share = quota.limit > 0 ? quota.used / quota.limit : 0;
  const tone = share >= 0.95 ? "bad" : share >= 0.8 ? "warn" : "accent";
  return (
    <div>
      <div className="flex items-baseline justify-between gap-2 text-xs text-muted">
        <span>{quotaLabel(quota.window)}</span>
        <span className="tabular">
          {toCount(quota.used)} of {toCount(quota.limit)}
          {quota.resetsAt && share >= 0.5 ? (
            <>
              , resets <Time at={quota.resetsAt} />
            </>
          ) : null}
        </span>
      </div>
      <Progress
        className="mt-1.5"
        value={quota.used}
        max={quota.limit}
        tone={tone}
        label={quotaLabel(quota.window)}
      />
    </div>
  );
}
