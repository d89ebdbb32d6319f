import { escapeHtml, hiddenFields, page } from "../kit/html";
import { type Call, formBody, html, type Reply, redirect, withQuery } from "../kit/http";
import { chunked, makePassword, uuidShape } from "./app-passwords";
import type { WpContext } from "./context";

type ConsentContext = Pick<WpContext, "state" | "site" | "values">;

/** /wp-admin/authorize-application.php: a person gives an application a password of its own. */
export function consentPage(call: Call, context: ConsentContext): Reply {
  if (context.values.appPasswordsDisabled === true)
    return html(501, message("Application passwords are not available.", "The site does not offer them."));
  const isAnswer = call.method === "POST";
  const params = isAnswer ? formBody(call) : call.query;
  const problem = problemOf(params);
  if (problem) return html(400, message("Cannot authorize application", problem));
  return isAnswer ? answer(params, context) : html(200, askPage(call, params, context));
}

function problemOf(params: URLSearchParams): string | undefined {
  const appId = params.get("app_id") ?? "";
  if (appId !== "" && !uuidShape.test(appId)) return "The application ID must be a UUID.";
  for (const name of ["success_url", "reject_url"]) {
    const text = params.get(name);
    if (text && !isAllowedUrl(text)) return `The ${name} must be an http or https address.`;
  }
  return undefined;
}

/** This site runs as a local one, where http is allowed too. */
function isAllowedUrl(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}

function answer(params: URLSearchParams, { state, site }: ConsentContext): Reply {
  const success = params.get("success_url");
  if (params.get("decision") !== "approve") {
    const target =
      params.get("reject_url") ?? (success ? withQuery(success, { success: "false" }) : `${site}/`);
    return redirect(target);
  }
  const user = [...state.users.values()].find((candidate) => candidate.login === params.get("user"));
  const name = params.get("app_name")?.trim() ?? "";
  if (!user || name === "")
    return html(
      400,
      message("Cannot authorize application", "Choose who you are and give the application a name."),
    );
  const { secret } = makePassword(state, user, { name, appId: params.get("app_id") ?? "" });
  if (success)
    return redirect(withQuery(success, { site_url: site, user_login: user.login, password: secret }));
  return html(
    200,
    page({
      title: "New application password",
      body: `<main class="narrow"><div class="card"><h1>Your new password</h1><p>For “${escapeHtml(name)}”, user ${user.login}. Keep it: it is shown only now.</p><p><code id="new-password">${chunked(secret)}</code></p></div></main>`,
    }),
  );
}

function message(title: string, text: string): string {
  return page({
    title,
    body: `<main class="narrow"><div class="card"><h1>${escapeHtml(title)}</h1><p class="bad" role="alert">${escapeHtml(text)}</p></div></main>`,
  });
}

function askPage(call: Call, params: URLSearchParams, { state, site }: ConsentContext): string {
  const people = [...state.users.values()]
    .map((user) => `<option value="${user.login}">${user.login} (${user.role})</option>`)
    .join("");
  const kept = [...params].filter(([name]) => name !== "app_name");
  const name = escapeHtml(params.get("app_name") ?? "");
  return page({
    title: "Authorize application",
    style: "h1{font-size:1.35rem;margin:.2rem 0 1rem}label{display:grid;gap:.3rem;margin-bottom:1rem}",
    body: `<main class="narrow"><form class="card" method="post" action="${escapeHtml(`${site}${call.path}`)}">
<p class="soft">${escapeHtml(state.title)} · WordPress sandbox</p><h1>Authorize application</h1>
<p>An application asks for access to your account${name ? `: <strong>${name}</strong>` : ""}. Only approve what you trust.</p>
${hiddenFields(kept)}
<label>New application password name<input name="app_name" required value="${name}"></label>
<label>Signed in as<select name="user">${people}</select></label>
<div class="row"><button class="primary" name="decision" value="approve">Yes, I approve of this connection</button>
<button name="decision" value="reject">No, I do not approve</button></div></form></main>`,
  });
}
