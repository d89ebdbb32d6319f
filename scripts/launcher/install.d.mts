export function isInstalled(dir: string): boolean;
export function explainNpm(output: string): [sentence: string, fix: string];
