export function requireFreePort(
  port: number,
  host: string,
  words: { name: string; other: number },
): Promise<void>;
export function isFree(port: number, host: string): Promise<boolean>;
