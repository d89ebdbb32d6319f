import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
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
