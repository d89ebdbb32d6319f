import { z } from "zod";
import { maxMediaBytes } from "@/lib/domain/media/schema";
import { defineEndpoint } from "../endpoint";
import { pageOf, pageQuery, publicId } from "../fields";

export const mediaJson = z
  .object({
    id: z.string(),
    file_name: z.string(),
    mime: z.string(),
    size_bytes: z.number().int(),
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
    alt: z.string(),
    url: z.string().describe("Path on this origin; usable as `src` in content."),
    created_at: z.string(),
  })
  .meta({ id: "Media" });

const pictures = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;
const tag = "Media";

export const mediaEndpoints = {
  upload: defineEndpoint({
    id: "media.upload",
    method: "POST",
    path: "/media",
    scope: "content:write",
    tag,
    summary: "Upload a picture",
    description: "The body is the file itself, 10 MB at most. The same bytes again are the same picture.",
    query: z.object({ file_name: z.string().min(1).max(200), alt: z.string().max(500).default("") }),
    upload: { types: pictures, maxBytes: maxMediaBytes },
    response: mediaJson,
    status: 201,
  }),
  list: defineEndpoint({
    id: "media.list",
    method: "GET",
    path: "/media",
    scope: "content:read",
    tag,
    summary: "List pictures, newest first",
    query: z.object({ ...pageQuery, q: z.string().trim().max(200).optional() }),
    response: pageOf(mediaJson),
  }),
  get: defineEndpoint({
    id: "media.get",
    method: "GET",
    path: "/media/{media_id}",
    scope: "content:read",
    tag,
    summary: "Get a picture",
    params: z.object({ media_id: publicId("media") }),
    download: { types: pictures },
    response: z.unknown(),
  }),
};
