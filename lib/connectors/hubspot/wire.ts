import { z } from "zod";

/** https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/basic/get-crm-v3-objects-contacts (all objects alike) */
export const CrmObject = z.looseObject({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullable()),
  createdAt: z.string(),
  updatedAt: z.string(),
  archived: z.boolean().optional(),
  archivedAt: z.string().optional(),
});
export type CrmObject = z.infer<typeof CrmObject>;

const paging = z.looseObject({ next: z.looseObject({ after: z.string() }).optional() }).optional();

export const CrmList = z.looseObject({ results: z.array(CrmObject), paging });
export type CrmList = z.infer<typeof CrmList>;

/** https://developers.hubspot.com/docs/api-reference/search/guide */
export const CrmSearch = z.looseObject({ total: z.number().int(), results: z.array(CrmObject), paging });
export type CrmSearch = z.infer<typeof CrmSearch>;

/** https://developers.hubspot.com/docs/api-reference/account-account-info-v3/account-info/get-account-info-v3-details */
export const AccountDetails = z.looseObject({
  portalId: z.number().int(),
  accountType: z.string().optional(),
  timeZone: z.string().optional(),
  uiDomain: z.string().optional(),
  companyCurrency: z.string().optional(),
});

/** https://developers.hubspot.com/docs/api-reference/error-handling: every field may be missing. */
export const ApiError = z.looseObject({
  message: z.string().optional(),
  category: z.string().optional(),
  errorType: z.string().optional(),
  policyName: z.string().optional(),
  correlationId: z.string().optional(),
  errors: z
    .array(
      z.looseObject({
        message: z.string().optional(),
        context: z.record(z.string(), z.unknown()).optional().catch(undefined),
      }),
    )
    .optional()
    .catch(undefined),
});
export type ApiError = z.infer<typeof ApiError>;
