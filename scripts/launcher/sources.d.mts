export function hashSources(root: string, names: string[]): string;
