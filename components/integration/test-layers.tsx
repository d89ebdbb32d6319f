import { CircleCheck, CircleDashed, CircleX, X } from "lucide-react";
import { Spinner } from "@/components/ui/spinner";
import { cn } from "@/lib/cn";
import type { TestLayer, TestResult } from "@/lib/domain/integration/types";
import { toDuration } from "@/lib/format/time";

const faces = {
  passed: { icon: CircleCheck, word: "Passed", tone: "text-good" },
  failed: { icon: CircleX, word: "Failed", tone: "text-bad" },
  skipped: { icon: CircleDashed, word: "Not tried", tone: "text-faint" },
} as const;

function Layer({ layer }: { layer: TestLayer }) {
  const { icon: Icon, word, tone } = faces[layer.state];
  return (
    <li className="flex gap-3 py-2.5">
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", tone)} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3">
          <span className="text-sm font-medium">
            {layer.label}
            <span className="sr-only">: {word}</span>
          </span>
          <span className="tabular text-xs text-muted">
            {layer.state === "skipped" ? "not tried" : toDuration(layer.ms)}
          </span>
        </div>
        {layer.detail ? <p className="text-sm text-muted">{layer.detail}</p> : null}
        {layer.fix ? <p className="mt-0.5 text-sm text-ink">{layer.fix}</p> : null}
      </div>
    </li>
  );
}

export function TestLayers({ result }: { result: TestResult }) {
  return (
    <ul className="divide-y" aria-label="What was tested">
      {result.layers.map((layer) => (
        <Layer key={layer.layer} layer={layer} />
      ))}
    </ul>
  );
}

export interface TestLineProps {
  result: TestResult;
  onMore: () => void;
  onClose: () => void;
}

/** The result where there is little room: how it ended, and for a failure which part and what to do. */
export function TestLine({ result, onMore, onClose }: TestLineProps) {
  const failed = result.layers.find(({ state }) => state === "failed");
  const Icon = failed ? CircleX : CircleCheck;
  return (
    <div role="status" className="flex items-start gap-2.5 border-t px-4 py-2.5 text-sm">
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", failed ? "text-bad" : "text-good")} />
      <div className="min-w-0 flex-1">
        <p>
          {failed
            ? `${failed.label} failed.`
            : `All ${result.layers.length} checks passed in ${toDuration(result.totalMs)}.`}{" "}
          <button type="button" onClick={onMore} className="text-accent-ink underline underline-offset-2">
            Details
          </button>
        </p>
        {failed ? <p className="text-muted">{failed.fix ?? failed.detail}</p> : null}
      </div>
      <button
        type="button"
        onClick={onClose}
        aria-label="Close the result"
        className="flex size-6 items-center justify-center rounded text-muted hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </div>
  );
}

/** While the answer is on its way: the same rows, so that nothing jumps. */
export function TestLayersWaiting({ labels }: { labels: readonly string[] }) {
  return (
    <ul className="divide-y" aria-label="Testing the connection" aria-busy>
      {labels.map((label, index) => (
        <li key={label} className="flex items-center gap-3 py-2.5 text-sm text-muted">
          {index === 0 ? (
            <Spinner className="size-4" label="Testing" />
          ) : (
            <CircleDashed aria-hidden className="size-4" />
          )}
          {label}
        </li>
      ))}
    </ul>
  );
}
