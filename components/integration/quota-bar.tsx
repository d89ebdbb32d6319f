import { Progress } from "@/components/ui/progress";
import { Time } from "@/components/ui/time";
import type { QuotaUse } from "@/lib/domain/integration/types";
import { toCount } from "@/lib/format/number";

export function QuotaBar({ quota }: { quota: QuotaUse }) {
  const share = quota.limit > 0 ? quota.used / quota.limit : 0;
  const tone = share >= 0.95 ? "bad" : share >= 0.8 ? "warn" : "accent";
  return (
    <div>
      <div className="flex items-baseline justify-between gap-2 text-xs text-muted">
        <span>Calls per {quota.window.replace(/^per[ _]/, "")}</span>
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
        label={`Calls used per ${quota.window}`}
      />
    </div>
  );
}
