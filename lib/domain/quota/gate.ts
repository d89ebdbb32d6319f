import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { ProviderFailure } from "@/lib/connectors/kit/failure";
import { draw } from "./draw";
import { type DrawClass, nextBlock, patienceS, type QuotaWindow } from "./policy";

export interface Bucket {
  name: string;
  windows: readonly QuotaWindow[];
}

/** Paces the calls of one open connection against the shared windows. */
export class QuotaGate {
  private left = 0;
  private block = 1;
  private drawnAt = 0;

  constructor(
    private readonly bucket: Bucket,
    private readonly drawClass: DrawClass,
  ) {}

  /** Resolves when one call may go. @throws ProviderFailure rate_limited when that would take too long. */
  async take(signal?: AbortSignal): Promise<void> {
    const until = Date.now() + patienceS[this.drawClass] * 1000;
    while (this.left < 1) {
      const waitS = await this.refill();
      if (waitS === 0) continue;
      if (Date.now() + waitS * 1000 > until) throw this.tooLong(waitS);
      await delay(waitS * 1000 + 5, undefined, signal ? { signal } : {});
    }
    this.left -= 1;
  }

  private refused: string | null = null;

  private async refill(): Promise<number> {
    const { name, windows } = this.bucket;
    const size = nextBlock(this.block, Date.now() - this.drawnAt, windows);
    const drawn = await draw(name, windows, size, this.drawClass);
    this.refused = drawn.window;
    this.block = size;
    this.drawnAt = Date.now();
    this.left += drawn.granted;
    return drawn.waitS;
  }

  private tooLong(waitS: number): ProviderFailure {
    const window = this.bucket.windows.find((one) => one.name === this.refused);
    return new ProviderFailure("rate_limited", sentence(window), { retryAfterS: Math.ceil(waitS) });
  }
}

function sentence(window: QuotaWindow | undefined): string {
  if (!window) return "The platform asked us to wait before the next call.";
  if (window.name.startsWith("platform ")) {
    return `The platform's limit of ${window.limit} calls in ${window.perSeconds} seconds is nearly used up.`;
  }
  return `The limit of ${window.limit} calls per ${window.name === "burst" ? "second" : window.name} set for this integration is used up.`;
}
