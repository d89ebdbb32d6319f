import type { MemberRole } from "@/drizzle/schema/enums";

export interface MemberItem {
  memberId: string;
  userId: string;
  name: string;
  email: string;
  role: MemberRole;
  joinedAt: string;
  isYou: boolean;
}

export interface InviteItem {
  inviteId: string;
  email: string | null;
  role: MemberRole;
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
}

/** What somebody with the link may know before they join. */
export interface InvitePreview {
  workspaceName: string;
  role: MemberRole;
  /** Set when the link is for one address only. */
  email: string | null;
  expiresAt: string;
}

export interface NewInvite {
  inviteId: string;
  /** Shown once: only a hash of its last part is stored. */
  url: string;
  expiresAt: string;
}
