// The three roles with logins, and a database that the owner owns. Run as the cluster's superuser.
import pg from "pg";

const logins = { connectus_owner: "owner", connectus_app: "app", connectus_system: "system" };

export async function prepareDatabase({ cluster, database }) {
  const client = new pg.Client({ connectionString: cluster.superuserUrl() });
  await client.connect();
  try {
    for (const [role, secret] of Object.entries(logins)) {
      const known = await client.query("select 1 from pg_roles where rolname = $1", [role]);
      const verb = known.rowCount ? "alter" : "create";
      const rights = `login nosuperuser nobypassrls ${role === "connectus_owner" ? "createrole createdb" : "nocreaterole nocreatedb"}`;
      await client.query(`${verb} role ${role} ${rights} password '${cluster.secrets[secret]}'`);
    }
    const exists = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (!exists.rowCount) await client.query(`create database "${database}" owner connectus_owner`);
    await client.query(`revoke connect on database "${database}" from public`);
    await client.query(`grant connect on database "${database}" to connectus_app, connectus_system`);
  } finally {
    await client.end();
  }
  const admin = new pg.Client({ connectionString: cluster.superuserUrl(database) });
  await admin.connect();
  await admin.query("alter schema public owner to connectus_owner").finally(() => admin.end());
  return databaseUrls(cluster, database);
}

export function databaseUrls(cluster, database) {
  const url = (role, secret) =>
    `postgres://${role}:${encodeURIComponent(cluster.secrets[secret])}@127.0.0.1:${cluster.port}/${database}`;
  return {
    owner: url("connectus_owner", "owner"),
    app: url("connectus_app", "app"),
    system: url("connectus_system", "system"),
  };
}
