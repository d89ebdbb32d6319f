export function loadSecret(
  dir: string,
  env: Record<string, string | undefined>,
  databaseExists: boolean,
): string;
