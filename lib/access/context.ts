import type { MemberRole } from "@/drizzle/schema/enums";
import type { Scope } from "./scopes";

declare const proven: unique symbol;

/** A workspace id that a gate has proven. Minted only in `lib/access/mint.ts`. */
export type WorkspaceId = string & { readonly [proven]: "WorkspaceId" };

export type Actor =
  | { kind: "user"; userId: string; role: MemberRole; sessionId: string }
  | { kind: "apiKey"; apiKeyId: string }
  | { kind: "system"; job: string }
  | { kind: "webhook"; provider: string };

/** Who does what, where and when. Every verb and every read of the domain takes one. */
export interface Ctx {
  workspaceId: WorkspaceId;
  actor: Actor;
  scopes: ReadonlySet<Scope>;
  requestId: string;
  ip: string | null;
  now: Date;
}

export function actorId(actor: Actor): string | null {
  switch (actor.kind) {
    case "user":
      return actor.userId;
    case "apiKey":
      return actor.apiKeyId;
    case "system":
      return actor.job;
    case "webhook":
      return actor.provider;
  }
}
