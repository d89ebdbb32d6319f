import type { MemberRole } from "@/drizzle/schema/enums";
import type { Ctx } from "@/lib/access/context";
import { roleScopes } from "@/lib/access/scopes";
import { AppError } from "@/lib/errors";

type Who = Pick<Ctx, "actor" | "scopes">;

/** Nobody gives, takes or changes more than they have; owners are the owners' business. */
export function mayGrant(who: Who, role: MemberRole): boolean {
  if (role === "owner") return who.actor.kind === "user" && who.actor.role === "owner";
  return [...roleScopes[role]].every((scope) => who.scopes.has(scope));
}

export function requireMayGrant(who: Who, role: MemberRole): void {
  if (mayGrant(who, role)) return;
  throw new AppError("forbidden", {
    message: `You cannot give or take the role "${role}", because it has more rights than yours.`,
    fix: "Ask an owner of the workspace.",
  });
}

export function lastOwner(): AppError {
  return new AppError("conflict", {
    message: "This is the last owner of the workspace.",
    fix: "Make somebody else an owner first.",
  });
}
