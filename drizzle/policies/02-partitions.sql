-- Hash partitions of the mirror: made once, never dropped.
do $$
begin
  for part in 0..15 loop
    execute format(
      'create table if not exists public.records_p%s partition of public.records for values with (modulus 16, remainder %s)',
      lpad(part::text, 2, '0'), part);
  end loop;
end $$;

-- First uuid v7 of a moment: 48 bits of milliseconds, then the version and variant at their smallest.
create or replace function gate.uuid_v7_floor(moment timestamptz) returns uuid
language sql immutable
set search_path = pg_catalog
as $$
  select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

-- Definer: the caller must not own the tables. Makes the month partitions from last month to two ahead.
create or replace function gate.ensure_partitions() returns integer
language plpgsql security definer
set search_path = pg_catalog
as $$
declare
  parent text;
  month timestamptz;
  part text;
  made integer := 0;
begin
  foreach parent in array array['logs', 'calls'] loop
    for step in -1..2 loop
      month := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => step)) at time zone 'UTC';
      part := parent || '_' || to_char(month at time zone 'UTC', 'YYYYMM');
      if to_regclass('public.' || part) is null then
        execute format('create table public.%I partition of public.%I for values from (%L) to (%L)',
          part, parent, gate.uuid_v7_floor(month),
          gate.uuid_v7_floor(((month at time zone 'UTC') + interval '1 month') at time zone 'UTC'));
        execute format('alter table public.%I enable row level security', part);
        execute format('alter table public.%I force row level security', part);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

-- Drops whole months of one table that ended before the given moment. Only the known tables.
create or replace function gate.drop_partitions(parent text, before timestamptz) returns integer
language plpgsql security definer
set search_path = pg_catalog
as $$
declare
  part record;
  dropped integer := 0;
begin
  if parent not in ('logs', 'calls') then
    raise exception 'partitions of % are not dropped by age', parent;
  end if;
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ('public.' || parent)::regclass
  loop
    if to_date(right(part.relname, 6), 'YYYYMM') + interval '1 month' <= before then
      execute format('drop table public.%I', part.relname);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
end $$;

select gate.ensure_partitions();
