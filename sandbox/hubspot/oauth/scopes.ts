/** What the sandbox's demo app may ask for. https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/scopes */
export const scopeLabels: Record<string, string> = {
  oauth: "Basic access to the account",
  "crm.objects.contacts.read": "Read contacts",
  "crm.objects.contacts.write": "Change contacts",
  "crm.objects.companies.read": "Read companies",
  "crm.objects.companies.write": "Change companies",
  "crm.objects.deals.read": "Read deals",
  "crm.objects.deals.write": "Change deals",
  "crm.objects.owners.read": "Read owners",
  "crm.schemas.contacts.read": "Read the fields of contacts",
  "crm.schemas.companies.read": "Read the fields of companies",
  "crm.schemas.deals.read": "Read the fields of deals",
  "crm.lists.read": "Read lists",
  "crm.lists.write": "Change lists",
  content: "Read and change blogs, pages and landing pages",
  "content.landing_pages.read": "Read landing pages",
  "content.landing_pages.write": "Change landing pages",
  files: "Read and change files",
  forms: "Read and change forms",
  "marketing-email": "Read, change and publish marketing emails",
  "marketing.email.read": "Read marketing emails",
  "marketing.email.write": "Change marketing emails",
  "transactional-email": "Send transactional emails",
  "account-info.security.read": "Read the account's details",
  timeline: "Read and change timeline events",
};

export const allScopes = Object.keys(scopeLabels);

export function splitScopes(text: string | null): string[] {
  return (text ?? "").split(/[\s,]+/).filter((scope) => scope !== "");
}
