import type { ContentType, PublicationState } from "@/drizzle/schema/enums";

/** Shapes for the interface: ids are public (`pub_…`), instants are ISO strings. */

export interface PublicationView {
  id: string;
  contentItemId: string;
  contentId: string;
  contentType: ContentType;
  contentVersion: number;
  title: string;
  integrationId: string;
  integrationName: string;
  connector: string;
  connectorName: string;
  state: PublicationState;
  priority: number;
  /** The platform's own id; a publication is `published` only with one. */
  externalId: string | null;
  externalUrl: string | null;
  attempts: number;
  error: { kind: string; message: string; fix: string } | null;
  createdAt: string;
  updatedAt: string;
  publishedAt: string | null;
  canRetry: boolean;
  canCancel: boolean;
}

export interface PublicationPage {
  data: PublicationView[];
  nextCursor: string | null;
}

/** An account as a target in the composer; `reason` says why it cannot take this type. */
export interface PublishTarget {
  integrationId: string;
  integrationName: string;
  connector: string;
  connectorName: string;
  isSandbox: boolean;
  accountLabel: string | null;
  allowed: boolean;
  reason: string | null;
}

/** What the platform would refuse or change, before anything is sent. */
export interface TargetCheck {
  integrationId: string;
  ok: boolean;
  issues: { level: "error" | "warning"; field: string; message: string }[];
}
