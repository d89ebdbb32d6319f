export const root: string;
export interface Settings {
  embedded: boolean;
  demo: boolean;
  port: number;
  host: string;
  url: string;
  dir: string;
  sandboxUrl: string | undefined;
}
export function readSettings(options?: { env?: Record<string, string | undefined>; dev?: boolean }): Settings;
export function childEnv(
  settings: Settings,
  given: { secret: string; urls: { app: string; system: string; owner?: string } },
): Record<string, string | undefined>;
export function makeDir(dir: string): void;
