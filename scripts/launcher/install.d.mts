export function isInstalled(dir: string): boolean;
export function explainNpm(output: string): [sentence: string, fix: string];
export function lacksOnlyPlatforms(output: string): boolean;
