import "server-only";
import type { Ctx } from "@/lib/access/context";
import { fieldAuth } from "@/lib/connectors/kit/auth";
import { isProviderFailure } from "@/lib/connectors/kit/failure";
import { fieldSchema } from "@/lib/connectors/kit/fields";
import type { Field, Manifest } from "@/lib/connectors/kit/manifest";
import { getConnectorOrThrow } from "@/lib/connectors/registry";
import { AppError } from "@/lib/errors";
import type { FieldSecrets } from "../../credential/policy";
import type { IntegrationRow } from "../data";
import { readSettings } from "../policy";
import { type CheckedAccount, checkAccount } from "./check-account";
import { fieldFailure } from "./field-failure";

/** The form's values checked by their declaration, then at the platform. Nothing is stored. */
export async function checkFields(
  ctx: Ctx,
  integration: Pick<IntegrationRow, "id" | "connector" | "settings">,
  given: Record<string, string>,
): Promise<{ checked: CheckedAccount; secrets: FieldSecrets }> {
  const connector = await getConnectorOrThrow(integration.connector);
  const { manifest } = connector;
  if (manifest.oauth && manifest.fields.length === 0) throw needsBrowser(manifest);
  const values = parseFields(manifest, given);
  const { config, secret } = splitFields(manifest, values);
  try {
    const checked = await checkAccount(ctx, {
      connector,
      integrationId: integration.id,
      config,
      auth: fieldAuth(manifest, values),
      settings: readSettings(integration.settings),
    });
    return { checked, secrets: { kind: "fields", values: secret } };
  } catch (error) {
    throw isProviderFailure(error) ? fieldFailure(manifest.fields, error) : error;
  }
}

/** @throws AppError invalid_input with a message per field */
export function parseFields(
  manifest: Manifest,
  given: Record<string, string>,
  which: "all" | "config" = "all",
): Record<string, string> {
  const declared = which === "all" ? manifest.fields : unfinished(manifest);
  const parsed = fieldSchema(declared).safeParse(given);
  if (parsed.success) {
    return Object.fromEntries(
      Object.entries(parsed.data).filter((pair): pair is [string, string] => Boolean(pair[1])),
    );
  }
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const names = issue.code === "unrecognized_keys" ? issue.keys : [String(issue.path[0] ?? "")];
    const text = issue.code === "unrecognized_keys" ? "There is no such field." : issue.message;
    for (const name of names) fields[name.slice(0, 64)] ??= text;
  }
  throw new AppError("invalid_input", {
    message: Object.values(fields)[0] ?? "Some fields are missing or wrong.",
    fix: "Correct the named fields.",
    fields,
  });
}

/** Not connected yet: what is given must be right, but it need not be all. */
function unfinished({ fields }: Manifest): Field[] {
  return fields.filter((field) => !field.secret).map((field) => ({ ...field, required: false }));
}

export function splitFields(
  manifest: Manifest,
  values: Record<string, string>,
): { config: Record<string, string>; secret: Record<string, string> } {
  const secretKeys = new Set(manifest.fields.filter((field) => field.secret).map((field) => field.key));
  const pick = (wanted: boolean) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => secretKeys.has(key) === wanted));
  return { config: pick(false), secret: pick(true) };
}

function needsBrowser(manifest: Manifest): AppError {
  return new AppError("unprocessable", {
    message: `${manifest.displayName} is connected by signing in there, not by entering credentials.`,
    fix: `Open the address that "connect" answers in a browser and allow the access.`,
  });
}
