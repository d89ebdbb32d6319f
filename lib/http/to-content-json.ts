import type { z } from "zod";
import type { ContentCard, ContentDetail } from "@/lib/domain/content/types";
import type { MediaView } from "@/lib/domain/media/types";
import type { PublicationView } from "@/lib/domain/publication/types";
import type { contentCardJson, contentJson } from "./endpoints/content";
import type { mediaJson } from "./endpoints/media";
import type { publicationJson } from "./endpoints/publications";

export function toContentCardJson(item: ContentCard): z.input<typeof contentCardJson> {
  return {
    id: item.id,
    content_id: item.contentId,
    content_type: item.contentType,
    title: item.title,
    version: item.version,
    created_at: item.createdAt,
    updated_at: item.updatedAt,
    archived_at: item.archivedAt,
  };
}

export function toContentJson(item: ContentDetail): z.input<typeof contentJson> {
  return { ...toContentCardJson(item), content_data: item.contentData };
}

export function toPublicationJson(one: PublicationView): z.input<typeof publicationJson> {
  return {
    id: one.id,
    content_item_id: one.contentItemId,
    content_id: one.contentId,
    content_type: one.contentType,
    content_version: one.contentVersion,
    title: one.title,
    integration_id: one.integrationId,
    integration_name: one.integrationName,
    platform: one.connector,
    state: one.state,
    priority: one.priority,
    external_id: one.externalId,
    url: one.externalUrl,
    attempts: one.attempts,
    error: one.error,
    created_at: one.createdAt,
    updated_at: one.updatedAt,
    published_at: one.publishedAt,
  };
}

export function toMediaJson(media: MediaView): z.input<typeof mediaJson> {
  return {
    id: media.id,
    file_name: media.fileName,
    mime: media.mime,
    size_bytes: media.sizeBytes,
    width: media.width,
    height: media.height,
    alt: media.alt,
    url: media.url,
    created_at: media.createdAt,
  };
}
