-- Roles carry the rights; the operator (or the launcher) gives them a login. None is superuser or BYPASSRLS.
do $$
begin
  if not exists (select from pg_roles where rolname = 'connectus_app') then
    create role connectus_app nosuperuser nobypassrls nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'connectus_system') then
    create role connectus_system nosuperuser nobypassrls nologin;
  end if;
exception when duplicate_object or unique_violation then
  null; -- two migrations at once
end $$;
