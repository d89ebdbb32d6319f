import { Time } from "@/components/ui/time";
import type { StatusChange } from "@/lib/domain/integration/types";
import { statusFaces } from "./status-badge";

export function StatusHistory({ changes }: { changes: readonly StatusChange[] }) {
  if (changes.length === 0) return null;
  return (
    <section aria-label="Status changes">
      <h3 className="text-xs font-medium text-muted">Status changes</h3>
      <ol className="mt-2 flex flex-col gap-3">
        {changes.map((change) => {
          const { icon: Icon, label } = statusFaces[change.to];
          return (
            <li key={change.id} className="flex gap-3 text-sm">
              <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
              <div className="min-w-0 flex-1">
                <p>
                  {label}
                  <Time at={change.at} className="ml-2 text-muted" />
                </p>
                {change.reason ? <p className="text-muted">{change.reason}</p> : null}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
