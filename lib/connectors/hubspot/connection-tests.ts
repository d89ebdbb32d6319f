import type { Account, Connection, TestStep } from "../kit/connector";
import { isProviderFailure, ProviderFailure } from "../kit/failure";
import { type CrmType, createClient } from "./client";
import { readQuota } from "./quota";

const types: CrmType[] = ["contacts", "companies", "deals"];

export const tests: TestStep[] = [
  {
    layer: "reach",
    label: "Reach HubSpot and sign in",
    async run(connection) {
      const { details } = await createClient(connection).account();
      return { detail: `HubSpot answers for portal ${details.portalId}.` };
    },
  },
  { layer: "scopes", label: "Check what may be read", run: checkScopes },
  {
    layer: "read",
    label: "Read one contact",
    async run(connection) {
      const { list } = await createClient(connection).list("contacts", { limit: 1, properties: "email" });
      return {
        detail: list.results.length > 0 ? "One contact was read." : "The account has no contacts yet.",
      };
    },
  },
  {
    layer: "quota",
    label: "Check the limits",
    async run(connection) {
      const { headers } = await createClient(connection).account();
      const [quota] = readQuota(headers);
      if (!quota) return { detail: "HubSpot did not say how many calls are left." };
      return { detail: `${quota.remaining} of ${quota.limit} calls left in ${quota.resetS} seconds.` };
    },
  },
];

async function checkScopes(connection: Connection): Promise<{ detail: string }> {
  const readable: string[] = [];
  for (const type of types) if (await mayRead(connection, type)) readable.push(type);
  if (readable.includes("contacts")) return { detail: `May read ${readable.join(", ")}.` };
  throw new ProviderFailure(
    "missing_scope",
    "The connection may not read contacts. Reconnect and grant that.",
  );
}

async function mayRead(connection: Connection, type: CrmType): Promise<boolean> {
  try {
    await createClient(connection).list(type, { limit: 1, properties: "hs_object_id" });
    return true;
  } catch (error) {
    if (isProviderFailure(error) && error.kind === "missing_scope") return false;
    throw error;
  }
}

const accountTypes: Record<string, string> = {
  STANDARD: "HubSpot",
  SANDBOX: "HubSpot sandbox",
  DEVELOPER_TEST: "HubSpot test account",
  APP_DEVELOPER: "HubSpot developer account",
};

/** The scopes granted come with the tokens; HubSpot's account details have no company name. */
export async function identify(connection: Connection): Promise<Account> {
  const { details } = await createClient(connection).account();
  const kind = accountTypes[details.accountType ?? ""] ?? "HubSpot";
  return { id: String(details.portalId), label: `${kind} · portal ${details.portalId}`, grantedScopes: [] };
}
