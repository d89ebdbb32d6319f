export interface Result {
  passed: number;
  failed: number;
  skipped: string[];
  failures: string[];
}
export function readVitest(file: string, code: number | null): Result;
export function readPlaywright(file: string, code: number | null): Result;
