import { type Call, header } from "../kit/http";
import { type WpError, wpError } from "./errors";
import type { AppPassword, WpUser } from "./model";
import { hashPassword, type WpState } from "./state";

const dayMs = 86_400_000;

export type Identity = { user: WpUser | null; password: AppPassword | null };

/**
 * Who calls. No header, or one that is not Basic, means a stranger; wrong credentials are an error on every route.
 * https://developer.wordpress.org/advanced-administration/security/application-passwords/
 */
export function identify(call: Call, state: WpState, areDisabled: boolean): Identity | { error: WpError } {
  const basic = /^Basic\s+(.+)$/i.exec(header(call, "authorization") ?? "")?.[1];
  const pair = basic ? Buffer.from(basic, "base64").toString("utf8") : "";
  const colon = pair.indexOf(":");
  if (colon < 0) return { user: null, password: null };
  const [login, secret] = [pair.slice(0, colon), pair.slice(colon + 1)];
  const refused = (code: string, message: string) => ({ error: wpError(401, code, message) });
  if (areDisabled)
    return refused("application_passwords_disabled", "Application passwords are not available.");
  const isEmail = login.includes("@");
  const user = [...state.users.values()].find(
    (candidate) => (isEmail ? candidate.email : candidate.login).toLowerCase() === login.toLowerCase(),
  );
  if (!user && isEmail)
    return refused(
      "invalid_email",
      "<strong>Error:</strong> Unknown email address. Check again or try your username.",
    );
  if (!user)
    return refused(
      "invalid_username",
      `<strong>Error:</strong> Unknown username. Check again or try your email address.`,
    );
  const hash = hashPassword(secret);
  const password = state.passwords.find((row) => row.userId === user.id && row.hash === hash);
  if (!password)
    return refused("incorrect_password", "The provided password is an invalid application password.");
  rememberUse(call, state, password);
  return { user, password };
}

/** Noted at most once a day, as WordPress does. */
function rememberUse(call: Call, state: WpState, password: AppPassword): void {
  if (password.lastUsed !== null && password.lastUsed > state.now() - dayMs) return;
  password.lastUsed = state.now();
  password.lastIp = call.remoteAddress;
  state.changed();
}
