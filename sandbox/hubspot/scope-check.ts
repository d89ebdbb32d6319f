import type { PortalContext } from "./context";
import { missingScopes } from "./errors";

/** Any one of the scopes is enough. */
export function needScope({ actor }: Pick<PortalContext, "actor">, ...anyOf: string[]): void {
  if (!anyOf.some((scope) => actor.scopes.includes(scope))) throw missingScopes(anyOf);
}
