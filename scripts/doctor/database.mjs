// Reach, version, rights of the roles, row-level security, migrations, clock.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { givenUrls, hasDatabase, recordedUrls } from "../launcher/database.mjs";
import { explain } from "../launcher/messages.mjs";
import { root } from "../launcher/settings.mjs";

const oldest = 15;

export async function checkDatabase(settings, { running, report }) {
  if (settings.embedded && !running) {
    const text = hasDatabase(settings)
      ? "The built-in database is not running now"
      : "The built-in database is made at the first start";
    return report(
      hasDatabase(settings) ? "warn" : "ok",
      text,
      "npm start starts it; run the doctor then to look inside.",
    );
  }
  const urls = settings.embedded ? await recordedUrls(settings) : givenUrls(settings.env);
  await withClient("app role (DATABASE_URL)", urls.app, report, (client) => checkAsApp(client, report));
  await withClient("system role (DATABASE_URL_SYSTEM)", urls.system, report, (client) =>
    checkRole(client, "connectus_system", report),
  );
  if (!urls.owner)
    return report(
      "warn",
      "DATABASE_URL_DIRECT is not set: migrations cannot be checked",
      "Set it to the owner's login (not the pooled address).",
    );
  await withClient("owner (DATABASE_URL_DIRECT)", urls.owner, report, (client) =>
    checkAsOwner(client, report),
  );
}

async function withClient(name, url, report, work) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    report("ok", `The database answers the ${name}`);
    await work(client);
  } catch (error) {
    const { sentence, fix } = explain(error);
    report("fail", `The ${name}: ${sentence}`, fix);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkAsApp(client, report) {
  await checkVersion(client, report);
  await checkClock(client, report);
  await checkRole(client, "connectus_app", report);
  const owned = await client.query(
    "select count(*)::int as n from pg_class c join pg_namespace s on s.oid = c.relnamespace where c.relowner = (select oid from pg_roles where rolname = current_user) and s.nspname in ('public', 'gate', 'engine')",
  );
  if (owned.rows[0].n === 0) report("ok", "The app role owns no tables");
  else
    report(
      "fail",
      `The app role owns ${owned.rows[0].n} tables, so row-level security could be switched off by it`,
      "Use the login of connectus_app in DATABASE_URL, the owner's in DATABASE_URL_DIRECT.",
    );
}

async function checkVersion(client, report) {
  const { rows } = await client.query(
    "select current_setting('server_version_num')::int / 10000 as major, current_setting('server_version') as version",
  );
  if (rows[0].major >= oldest) report("ok", `PostgreSQL ${rows[0].version}`);
  else report("fail", `PostgreSQL ${rows[0].version} is too old`, `Use PostgreSQL ${oldest} or newer.`);
}

async function checkClock(client, report) {
  const before = Date.now();
  const { rows } = await client.query("select extract(epoch from clock_timestamp()) * 1000 as ms");
  const apart = Math.abs(Number(rows[0].ms) - (before + Date.now()) / 2);
  const text = `This machine's clock and the database's are ${(apart / 1000).toFixed(2)} s apart`;
  if (apart < 2_000) report("ok", text);
  else report(apart < 30_000 ? "warn" : "fail", text, "Switch on time synchronisation (NTP) on both.");
}

async function checkRole(client, group, report) {
  const { rows } = await client.query(
    "select rolsuper, rolbypassrls, rolname, exists (select from pg_roles g where g.rolname = $1 and pg_has_role(current_user, g.oid, 'member')) as member from pg_roles where rolname = current_user",
    [group],
  );
  const [role] = rows;
  if (role.rolsuper || role.rolbypassrls)
    report(
      "fail",
      `The role ${role.rolname} passes by row-level security`,
      `alter role "${role.rolname}" nosuperuser nobypassrls`,
    );
  else if (!role.member)
    report(
      "fail",
      `The role ${role.rolname} has not the rights of ${group}`,
      `grant ${group} to "${role.rolname}" (after the migrations)`,
    );
  else report("ok", `The role ${role.rolname} has the rights of ${group} and no more`);
}

async function checkAsOwner(client, report) {
  const tables = await client.query(
    `select c.relname, c.relrowsecurity and c.relforcerowsecurity as forced,
            exists (select from pg_policy p where p.polrelid = c.oid) as guarded
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  const open = tables.rows.filter(({ forced, guarded }) => !forced || !guarded).map(({ relname }) => relname);
  if (open.length > 0)
    report(
      "fail",
      `Row-level security is off for: ${open.join(", ")}`,
      "Run the migrations: they put the policies on (npm start).",
    );
  else if (tables.rows.length > 0)
    report("ok", `Row-level security is on for all ${tables.rows.length} tables`);
  await checkMigrations(client, report);
}

async function checkMigrations(client, report) {
  const journal = path.join(root, "drizzle/migrations/meta/_journal.json");
  const wanted = existsSync(journal)
    ? JSON.parse(readFileSync(journal, "utf8")).entries.map(({ when }) => when)
    : [];
  const known = await client.query("select to_regclass('drizzle.__drizzle_migrations') is not null as there");
  const done = known.rows[0].there
    ? (await client.query("select created_at from drizzle.__drizzle_migrations")).rows
    : [];
  const applied = new Set(done.map(({ created_at }) => Number(created_at)));
  const missing = wanted.filter((when) => !applied.has(when)).length;
  const strange = [...applied].filter((when) => !wanted.includes(when)).length;
  if (missing > 0)
    report(
      "fail",
      `${missing} of ${wanted.length} migrations are not applied`,
      "Run npm start, or node .connectus/build/migrate.mjs with DATABASE_URL_DIRECT set.",
    );
  else if (strange > 0)
    report(
      "warn",
      "The database is newer than this program",
      "Update the program, or restore a backup of its time.",
    );
  else report("ok", `All ${wanted.length} migrations are applied`);
}
