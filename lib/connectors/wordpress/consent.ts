import { z } from "zod";
import type { ConsentPage } from "../kit/connector";
import { discover } from "./discover";

/** The part of the index that says where passwords for applications are made. */
const Offers = z.looseObject({
  authentication: z.looseObject({
    "application-passwords": z.looseObject({
      endpoints: z.looseObject({ authorization: z.string() }),
    }),
  }),
});

/**
 * wp-admin/authorize-application.php: the person agrees there and comes back with a password made for us.
 * https://developer.wordpress.org/rest-api/reference/application-passwords/#authorization-flow
 */
export const consent: ConsentPage = {
  async url(connection, { appName, appId, callback }) {
    const { siteUrl, restRoot } = await discover(connection);
    const answer = await connection.http.call({
      operation: "index.consent",
      method: "GET",
      url: restRoot,
      anonymous: true,
      accept: [401, 403],
    });
    const offers = Offers.safeParse(answer.body);
    if (!offers.success) return null;
    const { authorization } = offers.data.authentication["application-passwords"].endpoints;
    // Only to the site that was named: its index must not send people elsewhere.
    if (!URL.canParse(authorization) || new URL(authorization).host !== new URL(siteUrl).host) return null;
    const declined = new URL(callback);
    declined.searchParams.set("error", "access_denied");
    const url = new URL(authorization);
    url.searchParams.set("app_name", appName);
    url.searchParams.set("app_id", appId);
    url.searchParams.set("success_url", callback.href);
    url.searchParams.set("reject_url", declined.href);
    return url.href;
  },
  read(query) {
    const [username, appPassword] = [query.get("user_login"), query.get("password")];
    return username && appPassword ? { username, appPassword } : null;
  },
};
