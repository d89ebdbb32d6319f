import { z } from "zod";
import { contentTypes } from "@/drizzle/schema/enums";
import { defineEndpoint } from "../endpoint";
import { pageOf, pageQuery, publicId } from "../fields";
import { publicationJson } from "./publications";

const cardShape = {
  id: z.string(),
  content_id: z.string().describe("The caller's own id."),
  content_type: z.enum(contentTypes),
  title: z.string(),
  version: z.number().int(),
  created_at: z.string(),
  updated_at: z.string(),
  archived_at: z.string().nullable(),
};

export const contentCardJson = z.object(cardShape).meta({ id: "ContentCard" });

export const contentJson = z
  .object({ ...cardShape, content_data: z.record(z.string(), z.unknown()) })
  .meta({ id: "Content" });

const tag = "Content";
const oneContent = z.object({ content_item_id: publicId("content") });

export const contentEndpoints = {
  list: defineEndpoint({
    id: "content.list",
    method: "GET",
    path: "/content",
    scope: "content:read",
    tag,
    summary: "List content, last changed first",
    query: z.object({
      ...pageQuery,
      q: z.string().trim().max(200).optional(),
      content_type: z.enum(contentTypes).optional(),
      archived: z.stringbool().default(false),
    }),
    response: pageOf(contentCardJson),
  }),
  save: defineEndpoint({
    id: "content.save",
    method: "POST",
    path: "/content",
    scope: "content:write",
    tag,
    summary: "Make or change a piece of content",
    description:
      "Under a known `content_id` it is changed: other content is a new version, the same content changes nothing. Pictures of ours stand in the HTML as `/api/v1/media/{id}`.",
    body: z.object({
      content_id: z.string().trim().min(1).max(200).optional(),
      content_type: z.enum(contentTypes),
      title: z.string().trim().max(300).optional().describe("May also stand in content_data.title."),
      content_data: z.record(z.string().max(100), z.unknown()),
      version: z.number().int().min(1).optional().describe("The version the change was made on."),
    }),
    response: contentJson,
    status: 201,
  }),
  get: defineEndpoint({
    id: "content.get",
    method: "GET",
    path: "/content/{content_item_id}",
    scope: "content:read",
    tag,
    summary: "See a piece of content",
    params: oneContent,
    response: contentJson,
  }),
  archive: defineEndpoint({
    id: "content.archive",
    method: "DELETE",
    path: "/content/{content_item_id}",
    scope: "content:write",
    tag,
    summary: "Archive a piece of content",
    description: "What was published stays where it is.",
    params: oneContent,
    response: z.null(),
    status: 204,
  }),
  publish: defineEndpoint({
    id: "content.publish",
    method: "POST",
    path: "/content/{content_item_id}/publish",
    scope: "content:write",
    tag,
    summary: "Publish a piece of content",
    description:
      "One publication per account and version: asking again gives the same ones. All accounts are checked first; when one cannot take the piece nothing is published.",
    params: oneContent,
    body: z.object({
      target_platforms: z
        .array(z.string().trim().min(1).max(64))
        .min(1)
        .max(50)
        .optional()
        .describe("Platform names; each must have exactly one connected account."),
      integration_ids: z.array(publicId("integration")).min(1).max(50).optional(),
      priority: z.number().int().min(1).max(10).default(5).describe("1 (first) to 10."),
    }),
    response: z.object({ publications: z.array(publicationJson) }),
    status: 202,
  }),
  status: defineEndpoint({
    id: "content.status",
    method: "GET",
    path: "/content/{content_item_id}/status",
    scope: "content:read",
    tag,
    summary: "See where a piece was published, newest first",
    params: oneContent,
    query: z.object(pageQuery),
    response: z.object({
      content_id: z.string(),
      version: z.number().int(),
      publications: z.array(publicationJson),
      next_cursor: z.string().nullable(),
    }),
  }),
};
