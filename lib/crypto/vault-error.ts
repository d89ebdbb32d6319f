/** A secret that does not open, or a vault that cannot work. The message is safe to show and holds no secret. */
export class VaultError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "VaultError";
  }
}

// Not instanceof: Next bundles this file more than once.
export function isVaultError(error: unknown): error is VaultError {
  return error instanceof Error && error.name === "VaultError";
}
