import "server-only";
import type { Ctx } from "@/lib/access/context";
import { noAuth } from "@/lib/connectors/kit/auth";
import type { Connector } from "@/lib/connectors/kit/connector";
import { isProviderFailure } from "@/lib/connectors/kit/failure";
import { AppError } from "@/lib/errors";
import { oauthRedirectUri } from "../../credential/oauth-client";
import type { IntegrationRow } from "../data";
import { readSettings } from "../policy";
import { buildConnection } from "./build-connection";
import { fieldFailure } from "./field-failure";

/** The address of the site's own page where a person gives us credentials; our state travels in the way back. */
export async function pageOfItsOwn(
  ctx: Ctx,
  connector: Connector,
  integration: IntegrationRow,
  state: string,
): Promise<string> {
  const { manifest } = connector;
  const missing = manifest.fields.find((field) => field.kind === "url" && !integration.config[field.key]);
  if (missing) throw mustEnter(missing.key, `${missing.label} is missing.`, "Enter it first.");
  const connection = buildConnection(ctx, {
    connector,
    integrationId: integration.id,
    config: integration.config,
    auth: noAuth,
    settings: readSettings(integration.settings),
    purpose: { use: "interactive" },
  });
  const callback = new URL(oauthRedirectUri(manifest.slug));
  callback.searchParams.set("state", state);
  try {
    const url = await connector.consent?.url(connection, {
      appName: "Connectus",
      appId: integration.id,
      callback,
    });
    if (url) return url;
  } catch (error) {
    throw isProviderFailure(error) ? fieldFailure(manifest.fields, error) : error;
  }
  const secret = manifest.fields.find((field) => field.secret)?.key ?? "credentials";
  throw mustEnter(
    secret,
    `This site does not hand out credentials by itself.`,
    "Make them there and enter them here.",
  );
}

function mustEnter(field: string, message: string, fix: string): AppError {
  return new AppError("unprocessable", { message, fix, fields: { [field]: message } });
}
