revoke all on schema public from public;
grant usage on schema public, gate to connectus_app, connectus_system;
revoke all on all tables in schema public, gate, engine from connectus_app, connectus_system;

-- Rights sit on parents only: a partition reached directly would skip the parent's policy.
do $$
declare
  t record;
begin
  for t in
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
  loop
    execute format('grant select, insert, update, delete on public.%I to connectus_app, connectus_system', t.relname);
  end loop;
end $$;

-- The audit log only grows; the outbox is written by the app and worked off by the system.
revoke update, delete on public.audit_entries from connectus_app, connectus_system;
revoke select, update, delete on public.outbox from connectus_app;

grant select, insert, update, delete on
  gate.logins, gate.sessions, gate.api_key_hashes, gate.invite_tokens, gate.oauth_states,
  gate.quota_windows, gate.breakers, gate.instance_settings, gate.attempts
  to connectus_app, connectus_system;
grant select, insert on gate.key_versions to connectus_app, connectus_system;
revoke all on all functions in schema gate from public;
grant execute on function gate.uuid_v7_floor(timestamptz) to connectus_app, connectus_system;
grant execute on function gate.ensure_partitions(), gate.drop_partitions(text, timestamptz) to connectus_system;

-- The engine's tables belong to the worker alone.
grant usage on schema engine to connectus_system;
grant select, insert, update, delete on all tables in schema engine to connectus_system;
grant usage on all sequences in schema engine to connectus_system;
