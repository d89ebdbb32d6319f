import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/database";

const database = testDatabase();
let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: database.superuser });
  await client.connect();
});
afterAll(() => client.end());

async function names(sql: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`${sql} order by 1`);
  return rows.map((row) => row.name);
}

const tables = "pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')";
const parents = `${tables} and not c.relispartition`;
const tenantColumn = `exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)`;

test("R14 every table in public has row-level security, enabled and forced", async () => {
  expect((await names(`select relname as name from ${parents}`)).length).toBeGreaterThan(20);
  const bare = `select relname as name from ${tables} and not (c.relrowsecurity and c.relforcerowsecurity)`;
  expect(await names(bare)).toEqual([]);
});

test("R14 every table has a policy for the app; only the person's own tables are no tenant tables", async () => {
  const policy =
    "select from pg_policy p where p.polrelid = c.oid and 'connectus_app'::regrole = any(p.polroles)";
  expect(await names(`select relname as name from ${parents} and not exists (${policy})`)).toEqual([]);
  expect(await names(`select relname as name from ${parents} and not ${tenantColumn}`)).toEqual([
    "users",
    "workspaces",
  ]);
});

test("R14 each tenant policy checks reads and writes against the transaction's workspace, with no way around", async () => {
  const { rows } = await client.query<{
    name: string;
    qual: string;
    check: string;
    cmd: string;
    open: boolean;
  }>(`
    select c.relname as name, pg_get_expr(p.polqual, p.polrelid) as qual,
      pg_get_expr(p.polwithcheck, p.polrelid) as check, p.polcmd as cmd, p.polpermissive as open
    from pg_policy p join pg_class c on c.oid = p.polrelid
    where p.polname = 'tenant' and c.relname <> 'workspaces'`);
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    expect([row.cmd, row.open, row.check]).toEqual(["*", true, row.qual]);
    expect(row.qual).toMatch(/^\(workspace_id = \( SELECT \(NULLIF\(current_setting\('app\.workspace_id'/);
    expect(row.qual).not.toMatch(/\bOR\b|IS NULL/i);
  }
  const wide = `select polrelid::regclass || ' ' || polname as name from pg_policy p
    join pg_class c on c.oid = p.polrelid
    where c.relnamespace = 'public'::regnamespace
      and not ('connectus_system'::regrole = any(p.polroles) and polname = 'system_all')
      and (0 = any(p.polroles) or pg_get_expr(p.polqual, p.polrelid) = 'true')`;
  expect(await names(wide)).toEqual([]);
});

test("R14 the logins are no superusers, pass over nothing and own nothing", async () => {
  const { rows } = await client.query(`
    select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles
    where rolname in ('connectus_app', 'connectus_system') order by 1`);
  const none = {
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolreplication: false,
  };
  expect(rows).toEqual([
    { rolname: "connectus_app", ...none },
    { rolname: "connectus_system", ...none },
  ]);
  const owned = `select c.oid::regclass::text as name from pg_class c
    where pg_has_role('connectus_app', c.relowner, 'member') or pg_has_role('connectus_system', c.relowner, 'member')`;
  expect(await names(owned)).toEqual([]);
  const memberships = `select roleid::regrole::text as name from pg_auth_members
    where member in ('connectus_app'::regrole, 'connectus_system'::regrole)`;
  expect(await names(memberships)).toEqual([]);
});

const anyRight = ["select", "insert", "update", "delete", "truncate", "references", "trigger"];

function granted(role: string, rights = anyRight): string {
  return `(${rights.map((right) => `has_table_privilege('${role}', c.oid, '${right}')`).join(" or ")})`;
}

test("R14 rights sit on parents: no partition is reached directly, nobody truncates, the audit log only grows", async () => {
  expect((await names(`select relname as name from ${tables} and c.relispartition`)).length).toBeGreaterThan(
    20,
  );
  for (const role of ["connectus_app", "connectus_system"]) {
    const direct = `select relname as name from ${tables} and c.relispartition and ${granted(role)}`;
    expect(await names(direct)).toEqual([]);
    const strong = granted(role, ["truncate", "references", "trigger"]);
    expect(await names(`select relname as name from ${tables} and ${strong}`)).toEqual([]);
    const rewrite = granted(role, ["update", "delete"]);
    const log = `select relname as name from ${tables} and relname = 'audit_entries' and ${rewrite}`;
    expect(await names(log)).toEqual([]);
  }
  const engine = `select relname as name from pg_class c
    where relnamespace = 'engine'::regnamespace and relkind in ('r', 'p') and ${granted("connectus_app")}`;
  expect(await names(engine)).toEqual([]);
});

test("R14 the app makes no tables, in no schema", async () => {
  const create = `select nspname as name from pg_namespace
    where nspname in ('public', 'gate', 'engine') and
      (has_schema_privilege('connectus_app', oid, 'create') or has_schema_privilege('connectus_system', oid, 'create'))`;
  expect(await names(create)).toEqual([]);
});

test("R14 functions that run as the owner have a pinned search_path and are not everybody's", async () => {
  const definers = `pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')`;
  expect((await names(`select proname as name from ${definers}`)).length).toBeGreaterThan(0);
  const loose = `select proname as name from ${definers}
    and not exists (select from unnest(p.proconfig) s where s like 'search_path=%' and s not like '%user%')`;
  expect(await names(loose)).toEqual([]);
  const open = `select proname as name from ${definers} and has_function_privilege('connectus_app', p.oid, 'execute')`;
  expect(await names(open)).toEqual([]);
});

test("R14 views, should there be any, ask with the rights of the reader", async () => {
  const views = `select relname as name from pg_class c where c.relkind in ('v', 'm')
    and c.relnamespace in ('public'::regnamespace, 'gate'::regnamespace, 'engine'::regnamespace)
    and not coalesce(c.reloptions @> array['security_invoker=true'], false)`;
  expect(await names(views)).toEqual([]);
});

test("R14 a reference between two tenant tables never leaves its workspace", async () => {
  const between = `pg_constraint f join pg_attribute w on w.attrelid = f.conrelid and w.attname = 'workspace_id'
    join pg_attribute v on v.attrelid = f.confrelid and v.attname = 'workspace_id'
    where f.contype = 'f' and f.connamespace = 'public'::regnamespace and f.conparentid = 0`;
  expect((await names(`select conname::text as name from ${between}`)).length).toBeGreaterThan(4);
  const loose = `select conname::text as name from ${between} and not w.attnum = any(f.conkey)`;
  expect(await names(loose)).toEqual([]);
});
