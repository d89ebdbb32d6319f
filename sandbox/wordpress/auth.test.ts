import { expect, test } from "vitest";
import { toDict } from "../kit/json";
import { admin, ask, basic, fields, testSandbox } from "../testing/ask";

const sandbox = testSandbox();
const site = () => `${sandbox.url}/wordpress`;
const rest = (route: string) => `${site()}/wp-json/wp/v2${route}`;
const setting = (values: Record<string, unknown>) =>
  ask(`${sandbox.url}/panel/settings/wordpress`, { method: "PUT", json: values });

test("the header vectors of the documents sign the editor in, with spaces and without", async () => {
  const vectors = [
    "Basic ZWRpdG9yOmFiY2QgRUZHSCAxMjM0IGlqa2wgTU5PUCA2Nzg5",
    "Basic ZWRpdG9yOmFiY2RFRkdIMTIzNGlqa2xNTk9QNjc4OQ==",
  ];
  for (const authorization of vectors) {
    const answer = await ask(rest("/users/me?context=edit"), { headers: { authorization } });
    expect([answer.status, fields(answer).slug, fields(answer).roles]).toEqual([200, "editor", ["editor"]]);
  }
});

test("wrong credentials are refused on every route, each with its own code", async () => {
  const cases: [Record<string, string>, number, string][] = [
    [basic("demo", "DEMO demo DEMO demo DEMO demo"), 401, "incorrect_password"],
    [basic("nobody", "demo"), 401, "invalid_username"],
    [basic("nobody@example.test", "demo"), 401, "invalid_email"],
  ];
  for (const [headers, status, code] of cases) {
    const answer = await ask(rest("/posts"), { headers });
    expect([answer.status, fields(answer).code]).toEqual([status, code]);
  }
  const stranger = await ask(rest("/users/me"));
  expect([stranger.status, fields(stranger).code]).toEqual([401, "rest_not_logged_in"]);
  const byEmail = await ask(rest("/users/me"), {
    headers: basic("demo@example.test", "demoDEMOdemoDEMOdemoDEMO"),
  });
  expect(fields(byEmail).id).toBe(1);
});

test("the index tells where passwords are given, until they are switched off", async () => {
  const consent = `${site()}/wp-admin/authorize-application.php`;
  const before = fields(await ask(`${site()}/wp-json/`));
  expect(before.authentication).toEqual({
    "application-passwords": { endpoints: { authorization: consent } },
  });
  expect([before.gmt_offset, before.timezone_string]).toEqual(["2", ""]);
  await setting({ appPasswordsDisabled: true });
  const after = fields(await ask(`${site()}/wp-json/`));
  expect(after.authentication).toEqual([]);
  const refused = await ask(rest("/posts"), { headers: admin });
  expect([refused.status, fields(refused).code]).toEqual([401, "application_passwords_disabled"]);
  await setting({ appPasswordsDisabled: false });
});

test("the home page names the REST address; switched off, it is gone and the routes are a web page's 404", async () => {
  const home = await ask(`${site()}/`);
  expect(home.headers.get("link")).toBe(`<${site()}/wp-json/>; rel="https://api.w.org/"`);
  await setting({ plainPermalinks: true });
  expect((await ask(rest("/posts"))).status).toBe(404);
  const plain = await ask(`${site()}/?rest_route=/wp/v2/posts&per_page=2`);
  expect([plain.status, plain.headers.get("x-wp-total")]).toEqual([200, "27"]);
  await setting({ plainPermalinks: false, restDisabled: true });
  const off = await ask(rest("/posts"));
  expect([off.status, off.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  expect((await ask(`${site()}/`)).headers.get("link")).toBeNull();
  await setting({ restDisabled: false });
});

test("the consent page gives a password of its own, which introspect knows and which can be taken back", async () => {
  const appId = "7d0a6f7e-3a0b-4c55-9a53-0b6b1c1d2e3f";
  const callback = "http://127.0.0.1:3000/back?state=abc";
  const query = new URLSearchParams({ app_name: "Demo client", app_id: appId, success_url: callback });
  const shown = await ask(`${site()}/wp-admin/authorize-application.php?${query}`);
  expect(shown.text).toContain("Yes, I approve of this connection");
  const form = { app_name: "Demo client", app_id: appId, success_url: callback, user: "author" };
  const approved = await ask(`${site()}/wp-admin/authorize-application.php`, {
    form: { ...form, decision: "approve" },
  });
  const back = new URL(approved.headers.get("location") ?? "");
  expect([back.origin, back.searchParams.get("state")]).toEqual(["http://127.0.0.1:3000", "abc"]);
  expect([back.searchParams.get("site_url"), back.searchParams.get("user_login")]).toEqual([
    site(),
    "author",
  ]);
  const headers = basic("author", back.searchParams.get("password") ?? "");
  const inUse = fields(await ask(rest("/users/me/application-passwords/introspect"), { headers }));
  expect([inUse.app_id, inUse.name]).toEqual([appId, "Demo client"]);
  const gone = await ask(rest(`/users/me/application-passwords/${String(inUse.uuid)}`), {
    method: "DELETE",
    headers,
  });
  expect(fields(gone).deleted).toBe(true);
  expect((await ask(rest("/users/me"), { headers })).status).toBe(401);
});

test("refusing leads back with success=false; bad addresses and ids lead nowhere", async () => {
  const page = `${site()}/wp-admin/authorize-application.php`;
  const success = "http://127.0.0.1:3000/back";
  const refused = await ask(page, {
    form: { app_name: "x", success_url: success, user: "demo", decision: "reject" },
  });
  expect(refused.headers.get("location")).toBe(`${success}?success=false`);
  for (const bad of ["app_name=x&success_url=javascript:alert(1)", "app_name=x&app_id=12"]) {
    const answer = await ask(`${page}?${bad}`);
    expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
  }
});

test("each role may do what WordPress lets it do, strangers nothing", async () => {
  const post = (headers: Record<string, string>, json: unknown, route = "/posts") =>
    ask(rest(route), { headers, json });
  const author = basic("author", "auth DEMO auth DEMO auth DEMO");
  const contributor = basic("contributor", "cont DEMO cont DEMO cont DEMO");
  const subscriber = basic("subscriber", "subs DEMO subs DEMO subs DEMO");
  const outcomes = [
    await post({}, { title: "Demo" }),
    await post(subscriber, { title: "Demo" }),
    await post(contributor, { title: "Demo", status: "publish" }),
    await post(author, { title: "Demo" }, "/pages"),
    await post(author, { name: "Demo" }, "/categories"),
    await post(author, { title: "Demo" }, "/posts/21"),
    await post(author, { title: "Demo", author: 1 }),
    await post(author, { title: "Demo", status: "publish" }),
  ].map((answer) => [answer.status, fields(answer).code ?? toDict(fields(answer).title).raw]);
  expect(outcomes).toEqual([
    [401, "rest_cannot_create"],
    [403, "rest_cannot_create"],
    [403, "rest_cannot_publish"],
    [403, "rest_cannot_create"],
    [403, "rest_cannot_create"],
    [403, "rest_cannot_edit"],
    [403, "rest_cannot_edit_others"],
    [201, "Demo"],
  ]);
});
