import type { FaultKind } from "./faults";

export interface LogEntry {
  at: string;
  method: string;
  path: string;
  query: string;
  /** 0 = the connection was cut or never answered. */
  status: number;
  ms: number;
  faults: FaultKind[];
}

const keep = 500;

/** The last calls of one platform and how many there were. */
export class RequestLog {
  private entries: LogEntry[] = [];
  private total = 0;
  private byStatus: Record<string, number> = {};
  private inFlight = 0;
  private maxInFlight = 0;

  begin(): void {
    this.inFlight += 1;
    this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
  }

  end(entry: LogEntry): void {
    this.inFlight -= 1;
    this.total += 1;
    this.byStatus[entry.status] = (this.byStatus[entry.status] ?? 0) + 1;
    this.entries.push({ ...entry, path: withoutSecrets(entry.path) });
    if (this.entries.length > keep * 2) this.entries = this.entries.slice(-keep);
  }

  view() {
    return {
      counters: {
        total: this.total,
        byStatus: { ...this.byStatus },
        inFlight: this.inFlight,
        maxInFlight: this.maxInFlight,
      },
      entries: this.entries.slice(-keep),
    };
  }

  reset(): void {
    this.entries = [];
    this.total = 0;
    this.byStatus = {};
    this.maxInFlight = this.inFlight;
  }
}

function withoutSecrets(path: string): string {
  return path.replace(/\/(access|refresh)-tokens\/[^/]+/, "/$1-tokens/…");
}
