import { z } from "zod";
import { contentTypes, publicationStates } from "@/drizzle/schema/enums";
import { defineEndpoint } from "../endpoint";
import { pageOf, pageQuery, publicId } from "../fields";

export const publicationJson = z
  .object({
    id: z.string(),
    content_item_id: z.string(),
    content_id: z.string(),
    content_type: z.enum(contentTypes),
    content_version: z.number().int(),
    title: z.string(),
    integration_id: z.string(),
    integration_name: z.string(),
    platform: z.string(),
    state: z.enum(publicationStates),
    priority: z.number().int(),
    external_id: z.string().nullable().describe("The platform's own id; never null once it is published."),
    url: z.string().nullable(),
    attempts: z.number().int(),
    error: z.object({ kind: z.string(), message: z.string(), fix: z.string() }).nullable(),
    created_at: z.string(),
    updated_at: z.string(),
    published_at: z.string().nullable(),
  })
  .meta({ id: "Publication" });

const tag = "Publications";
const onePublication = z.object({ publication_id: publicId("publication") });

export const publicationEndpoints = {
  list: defineEndpoint({
    id: "publications.list",
    method: "GET",
    path: "/publications",
    scope: "content:read",
    tag,
    summary: "List publications, newest first",
    query: z.object({
      ...pageQuery,
      integration_id: publicId("integration").optional(),
      state: z.enum(publicationStates).optional(),
    }),
    response: pageOf(publicationJson),
  }),
  get: defineEndpoint({
    id: "publications.get",
    method: "GET",
    path: "/publications/{publication_id}",
    scope: "content:read",
    tag,
    summary: "See a publication",
    params: onePublication,
    response: publicationJson,
  }),
  retry: defineEndpoint({
    id: "publications.retry",
    method: "POST",
    path: "/publications/{publication_id}/retry",
    scope: "content:write",
    tag,
    summary: "Try a failed publication again",
    description: "The platform is read first, so nothing is published twice.",
    params: onePublication,
    response: publicationJson,
    status: 202,
  }),
  cancel: defineEndpoint({
    id: "publications.cancel",
    method: "POST",
    path: "/publications/{publication_id}/cancel",
    scope: "content:write",
    tag,
    summary: "Cancel a queued publication",
    params: onePublication,
    response: publicationJson,
  }),
};
