import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";

const database = testDatabase();
let superuser: pg.Client;
let app: pg.Client;

beforeAll(async () => {
  superuser = await connect(database.superuser);
  app = await connect(database.app);
  // Rows are made up from the catalogue alone: foreign keys would ask for rows elsewhere first.
  await superuser.query("set session_replication_role = replica");
});
afterAll(() => Promise.all([superuser.end(), app.end()]));

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

interface Column {
  name: string;
  type: string;
}

async function tenantTables(): Promise<string[]> {
  const { rows } = await superuser.query<{ name: string }>(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`);
  return rows.map((row) => row.name);
}

async function neededColumns(table: string): Promise<Column[]> {
  const { rows } = await superuser.query<Column>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = ('public.' || $1)::regclass and attnum > 0 and not attisdropped and attname <> 'workspace_id'
       and attnotnull and not atthasdef`,
    [table],
  );
  return rows;
}

/** The smallest value of a type that can stand twice in a table. */
function sampleOf(type: string): unknown {
  if (type === "uuid") return newId();
  if (type === "jsonb") return "{}";
  if (type === "bytea") return Buffer.from(newId());
  if (type === "boolean") return false;
  if (type.endsWith("[]")) return [];
  if (type.startsWith("timestamp")) return new Date();
  if (/^(integer|bigint|smallint|numeric|double precision|real)$/.test(type)) return 1;
  if (type === "text") return `marker ${newId()}`;
  throw new Error(`no value for a column of type ${type}`);
}

async function insertRow(client: pg.Client, table: string, workspaceId: string): Promise<unknown> {
  const columns = await neededColumns(table);
  const list = ["workspace_id", ...columns.map((column) => column.name)]
    .map((name) => `"${name}"`)
    .join(", ");
  const values = [workspaceId, ...columns.map((column) => sampleOf(column.type))];
  const places = values.map((_, index) => `$${index + 1}`).join(", ");
  return client.query(`insert into public."${table}" (${list}) values (${places})`, values);
}

/** As the app role within one workspace, undone afterwards. Every try is in its own savepoint. */
async function inWorkspace(workspaceId: string, work: () => Promise<void>): Promise<void> {
  await app.query("begin");
  await app.query("select set_config('app.workspace_id', $1, true)", [workspaceId]);
  await work().finally(() => app.query("rollback"));
}

async function attempt(run: () => Promise<{ rowCount: number | null }>): Promise<number | string> {
  await app.query("savepoint one");
  try {
    return (await run()).rowCount ?? 0;
  } catch (error) {
    await app.query("rollback to savepoint one");
    return (error as { code: string }).code;
  }
}

const noRight = "42501";
// The app may not read its outbox, and nobody changes the audit log: there the answer is a refusal instead of nothing.
const nothing: Record<string, (number | string)[]> = {
  outbox: [noRight, noRight, noRight],
  audit_entries: [0, noRight, noRight],
};

test("R13 direct SQL: in every tenant table another workspace reads, changes, deletes and plants nothing", async () => {
  const [a, b] = [newId(), newId()];
  const tables = await tenantTables();
  expect(tables.length).toBeGreaterThan(20);
  for (const table of tables) {
    await insertRow(superuser, table, a);
    await inWorkspace(b, async () => {
      const tries = [
        await attempt(() => app.query(`select * from public."${table}"`)),
        await attempt(() => app.query(`update public."${table}" set workspace_id = workspace_id`)),
        await attempt(() => app.query(`delete from public."${table}"`)),
      ];
      expect([table, ...tries]).toEqual([table, ...(nothing[table] ?? [0, 0, 0])]);
      const planted = await attempt(() => insertRow(app, table, a) as Promise<{ rowCount: number }>);
      expect([table, planted]).toEqual([table, noRight]);
    });
  }
});

test("R13 the same statements work in one's own workspace, so that the refusals above mean something", async () => {
  const a = newId();
  for (const table of await tenantTables()) {
    await insertRow(superuser, table, a);
    await inWorkspace(a, async () => {
      const seen = await attempt(() => app.query(`select * from public."${table}"`));
      expect([table, seen]).toEqual([table, table === "outbox" ? noRight : 1]);
      const changed = await attempt(() =>
        app.query(`update public."${table}" set workspace_id = workspace_id`),
      );
      expect([table, changed]).toEqual([table, nothing[table] ? noRight : 1]);
      const moved = await attempt(() =>
        app.query(`update public."${table}" set workspace_id = $1`, [newId()]),
      );
      expect([table, moved]).toEqual([table, noRight]);
    });
  }
});

test("R13 without a workspace, or with an empty one left over on the connection, nothing is seen", async () => {
  for (const table of await tenantTables()) {
    if (table === "outbox") continue;
    const { rowCount } = await app.query(`select * from public."${table}"`);
    expect([table, rowCount]).toEqual([table, 0]);
  }
});

test("R13 people and workspaces of others are not seen either", async () => {
  const [a, b] = [newId(), newId()];
  const user = newId();
  await superuser.query("insert into workspaces (id, name) values ($1, 'marker'), ($2, 'mine')", [a, b]);
  await superuser.query("insert into users (id, email, name) values ($1, 'marker@example.test', 'marker')", [
    user,
  ]);
  await superuser.query(
    "insert into members (id, workspace_id, user_id, role) values ($1, $2, $3, 'owner')",
    [newId(), a, user],
  );
  await inWorkspace(b, async () => {
    expect((await app.query("select name from workspaces")).rows).toEqual([{ name: "mine" }]);
    expect((await app.query("select * from users")).rowCount).toBe(0);
    expect(await attempt(() => app.query("update workspaces set name = 'x' where id = $1", [a]))).toBe(0);
    expect(await attempt(() => app.query("update users set name = 'x' where id = $1", [user]))).toBe(0);
  });
});
