import type { MemberRole } from "@/drizzle/schema/enums";
import { AppError } from "@/lib/errors";
import type { Ctx } from "./context";

/** Every right in the product, with the sentence people read when they grant it. */
export const scopeTexts = {
  "integration:read": "See integrations, their records, runs and health",
  "integration:write": "Connect, configure, sync and remove integrations",
  "content:read": "See content and where it was published",
  "content:write": "Write and publish content",
  "log:read": "See logs and platform calls",
  "audit:read": "See the audit log",
  "member:read": "See members and invitations",
  "member:write": "Invite people, change roles, remove members",
  "api_key:read": "See API keys",
  "api_key:write": "Make and revoke API keys",
  "workspace:write": "Change workspace settings",
} as const;

export type Scope = keyof typeof scopeTexts;

export const allScopes: ReadonlySet<Scope> = new Set(Object.keys(scopeTexts) as Scope[]);

const viewer: Scope[] = ["integration:read", "content:read", "log:read", "member:read"];
const editor: Scope[] = [...viewer, "integration:write", "content:write"];
const admin: Scope[] = [
  ...editor,
  "audit:read",
  "member:write",
  "api_key:read",
  "api_key:write",
  "workspace:write",
];

export const roleScopes: Record<MemberRole, ReadonlySet<Scope>> = {
  viewer: new Set(viewer),
  editor: new Set(editor),
  admin: new Set(admin),
  owner: allScopes,
};

export function hasScope(ctx: Pick<Ctx, "scopes">, scope: Scope): boolean {
  return ctx.scopes.has(scope);
}

export function requireScope(ctx: Pick<Ctx, "scopes">, scope: Scope): void {
  if (ctx.scopes.has(scope)) return;
  throw new AppError("forbidden", {
    message: `This needs the right "${scope}" (${scopeTexts[scope].toLowerCase()}), which you do not have.`,
    fix: "Ask an owner or admin of the workspace to give it to you.",
  });
}
