import "server-only";
import type { Ctx } from "@/lib/access/context";
import type { Auth } from "@/lib/connectors/kit/auth";
import type { Account, Connector } from "@/lib/connectors/kit/connector";
import { flushCalls } from "../../usage/record-call";
import { defaultSettings, type IntegrationSettings } from "../schema";
import type { TestResult } from "../types";
import { buildConnection } from "./build-connection";
import { runTests } from "./run-tests";

export interface CheckedAccount {
  account: Account;
  test: TestResult;
  /** What was given, with what the connector found out. */
  config: Record<string, string>;
  /** Every address the connection may talk to. */
  addresses: string[];
}

/**
 * Tries credentials that are not stored yet: finds the API, runs the layers, asks whose account it is.
 * @throws ProviderFailure when the connection as such does not work
 */
export async function checkAccount(
  ctx: Ctx,
  given: {
    connector: Connector;
    integrationId: string;
    config: Record<string, string>;
    auth: Auth;
    settings?: IntegrationSettings;
  },
): Promise<CheckedAccount> {
  const settings = given.settings ?? defaultSettings;
  const open = (config: Record<string, string>) =>
    buildConnection(ctx, { ...given, config, settings, purpose: { use: "interactive" } });
  try {
    const found = (await given.connector.discover?.(open(given.config))) ?? {};
    const config = { ...given.config, ...found };
    const connection = open(config);
    const { result, broken } = await runTests(given.connector, connection);
    if (broken) throw broken;
    const account = await given.connector.identify(connection);
    const addresses = [...Object.values(connection.origins), ...Object.values(config).filter(isAddress)];
    return { account, test: result, config, addresses };
  } finally {
    await flushCalls();
  }
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
