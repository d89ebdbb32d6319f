export interface DatabaseUrls {
  owner: string;
  app: string;
  system: string;
}

export function prepareDatabase(options: {
  cluster: { secrets: Record<string, string>; port: number; superuserUrl(database?: string): string };
  database: string;
}): Promise<DatabaseUrls>;

export function databaseUrls(
  cluster: { secrets: Record<string, string>; port: number },
  database: string,
): DatabaseUrls;
