import { type Answer, ask, fields } from "../testing/ask";
import { scopeLabels } from "./oauth/scopes";

export const redirectUri = "http://127.0.0.1:3000/api/oauth/hubspot/callback";
export const demoClient = { client_id: "sandbox-hubspot-client", client_secret: "sandbox-hubspot-secret" };

/** POST to the token endpoint with the demo app's credentials. */
export function exchange(url: string, form: Record<string, string>): Promise<Answer> {
  const standard = { grant_type: "authorization_code", redirect_uri: redirectUri, ...demoClient };
  return ask(`${url}/hubspot/api/oauth/v3/token`, { form: { ...standard, ...form } });
}

/** Consents as a person would and gives the tokens. */
export async function connect(url: string, scope = Object.keys(scopeLabels).join(" ")) {
  const form = { client_id: demoClient.client_id, redirect_uri: redirectUri, scope, portal: "48200001" };
  const answer = await ask(`${url}/hubspot/app/oauth/authorize`, { form: { ...form, decision: "allow" } });
  const code = new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
  return fields(await exchange(url, { code }));
}
