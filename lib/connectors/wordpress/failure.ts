import type { Connector } from "../kit/connector";
import { RestError } from "./wire";

type Told = ReturnType<NonNullable<Connector["readFailure"]>>;

const passwordRefused = new Set([
  "incorrect_password",
  "invalid_username",
  "invalid_email",
  "invalid_application_credentials",
]);

/** https://developer.wordpress.org/rest-api/using-the-rest-api/ and the codes in WordPress' own controllers. */
export function readFailure({ status, body }: { status: number; body: unknown }): Told {
  const parsed = RestError.safeParse(body);
  if (!parsed.success) return typeof body === "string" ? readPage(status, body) : null;
  const { code, message = "", data } = parsed.data;
  if (passwordRefused.has(code)) {
    return {
      kind: "auth_expired",
      code,
      message: "The user name or the application password was not accepted.",
    };
  }
  if (code.startsWith("application_passwords_disabled")) {
    return { kind: "auth_expired", code, message: "Application passwords are switched off on this site." };
  }
  if (/rest(_api)?_disabled|^json_disabled/.test(code)) return { ...restIsOff, code };
  if (status === 401) {
    // Logged in, the same refusals are 403. A plain 6.1 also says "not logged in" to a wrong password.
    return { kind: "auth_expired", code, message: notSignedIn };
  }
  const forbiddenStatus = data?.details?.status?.code === "rest_forbidden_status";
  if (forbiddenStatus) return { kind: "missing_scope", code, message: "This user may not see drafts." };
  if (code === "rest_upload_hash_mismatch") return { kind: "provider_down", code, message };
  if (code.startsWith("rest_upload_")) return { kind: "invalid_input", code, message };
  const details = Object.values(data?.params ?? {}).join(" ");
  return { code, message: details ? `${message} ${details}` : message };
}

const notSignedIn =
  "WordPress does not take us for the user. Check the user name and the application password; if both are right, the web server drops the Authorization header on its way.";

const restIsOff = {
  kind: "unexpected_shape",
  message:
    "The REST API of this site is switched off, probably by a security plugin. Allow it for signed-in users there.",
} as const;

/** Not from WordPress' API but from what stands in front of it, or from a PHP that failed. */
function readPage(status: number, page: string): Told {
  if (/error establishing a database connection/i.test(page)) {
    return { kind: "provider_down", message: "The site cannot reach its own database." };
  }
  if (status === 404) return { ...restIsOff, code: "rest_missing" };
  if (status === 401) {
    return { message: "The web server in front of the site asks for a password of its own." };
  }
  if (status === 403 || status === 406) {
    return {
      kind: "unexpected_shape",
      message: "A firewall or security plugin in front of the site refused the call.",
    };
  }
  return null;
}
