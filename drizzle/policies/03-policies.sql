-- Row-level security, applied after every migration. Idempotent.
-- A tenant table is one with workspace_id; it sees only the workspace set for the transaction.
-- nullif: after a committed set_config the setting reads back as '' on the same connection, not as null.
do $$
declare
  t record;
begin
  for t in
    select c.relname, exists (
      select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
    ) as tenant, c.relispartition
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  loop
    execute format('alter table public.%I enable row level security', t.relname);
    execute format('alter table public.%I force row level security', t.relname);
    execute format('drop policy if exists tenant on public.%I', t.relname);
    execute format('drop policy if exists system_all on public.%I', t.relname);
    continue when t.relispartition;
    if t.tenant then
      execute format(
        'create policy tenant on public.%I to connectus_app
           using (workspace_id = (select nullif(current_setting(''app.workspace_id'', true), '''')::uuid))
           with check (workspace_id = (select nullif(current_setting(''app.workspace_id'', true), '''')::uuid))',
        t.relname);
    end if;
    execute format('create policy system_all on public.%I to connectus_system using (true) with check (true)', t.relname);
  end loop;
end $$;

-- Before a workspace is chosen a signed-in person sees the workspaces they belong to, and themself.
drop policy if exists own_memberships on public.members;
create policy own_memberships on public.members for select to connectus_app
  using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));

drop policy if exists tenant on public.workspaces;
create policy tenant on public.workspaces to connectus_app
  using (id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))
  with check (id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));
drop policy if exists own_workspaces on public.workspaces;
create policy own_workspaces on public.workspaces for select to connectus_app
  using (exists (
    select from public.members m
    where m.workspace_id = workspaces.id
      and m.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));

drop policy if exists myself on public.users;
create policy myself on public.users to connectus_app
  using (id = (select nullif(current_setting('app.user_id', true), '')::uuid))
  with check (id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists colleagues on public.users;
create policy colleagues on public.users for select to connectus_app
  using (exists (
    select from public.members m
    where m.user_id = users.id
      and m.workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid)));
