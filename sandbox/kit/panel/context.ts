import type { Clock } from "../clock";
import type { FaultBook } from "../faults";
import type { Platform } from "../platform";
import type { RequestLog } from "../request-log";

export interface PanelContext {
  platforms: Map<string, Platform>;
  logs: Map<string, RequestLog>;
  faults: FaultBook;
  clock: Clock;
  baseUrl: () => string;
}
