import { z } from "zod";
import { publicationStates } from "@/drizzle/schema/enums";
import { parsePublicId } from "@/lib/ids";
import { ContentItemId } from "../content/schema";
import { IntegrationId } from "../integration/schema";

/** `pub_…` or a bare uuid; the parsed value is the uuid. */
export const PublicationId = z.string().transform((value, check) => {
  const id = parsePublicId("publication", value);
  if (id) return id;
  check.addIssue({ code: "custom", message: "This is not the id of a publication." });
  return z.NEVER;
});

export const PublishContent = z.strictObject({
  contentItemId: ContentItemId,
  integrationIds: z.array(IntegrationId).min(1, "Choose where to publish.").max(50),
  /** 1 (first) to 10. */
  priority: z.number().int().min(1).max(10).default(5),
});
export type PublishContent = z.input<typeof PublishContent>;

export const OnePublication = z.strictObject({ publicationId: PublicationId });
export type OnePublication = z.input<typeof OnePublication>;

export const ListPublications = z.strictObject({
  contentItemId: ContentItemId.optional(),
  integrationId: IntegrationId.optional(),
  state: z.enum(publicationStates).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(100).default(25),
});
export type ListPublications = z.input<typeof ListPublications>;

export const CheckContent = PublishContent.pick({ contentItemId: true, integrationIds: true });
export type CheckContent = z.input<typeof CheckContent>;
