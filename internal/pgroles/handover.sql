set client_min_messages = warning;
-- A table that is in use for long is waited for by the next try, and not by everybody.
set lock_timeout = '10s';
select array_agg(oid) as former from pg_roles
where rolname = current_user or shobj_description(oid, 'pg_authid') = 'groundwork login' \gset
select format('alter database %I owner to groundwork_owner', datname) from pg_database
where datname = current_database() and datdba = any(:'former'::oid[]) \gexec
select format('alter schema %I owner to groundwork_owner', nspname) from pg_namespace n
where nspowner = any(:'former'::oid[]) and nspname !~ '^pg_' and nspname <> 'information_schema'
  and not exists (select from pg_depend where classid = 'pg_namespace'::regclass and objid = n.oid and deptype = 'e') \gexec
-- A continuous aggregate looks like a view and is none.
select to_regclass('timescaledb_information.continuous_aggregates') is not null as timescale \gset
\if :timescale
select format('alter materialized view %I.%I owner to groundwork_owner', view_schema, view_name)
from timescaledb_information.continuous_aggregates join pg_roles on rolname = view_owner
where oid = any(:'former'::oid[]) \gexec
\endif
-- Where the owner may have things; what extensions have inside is their own.
select coalesce(array_agg(oid), '{}') as schemas from pg_namespace n
where nspname !~ '^pg_' and nspname <> 'information_schema' and has_schema_privilege('groundwork_owner', oid, 'create')
  and not exists (select from pg_depend where classid = 'pg_namespace'::regclass and objid = n.oid and deptype = 'e') \gset
select format('alter %s %s owner to groundwork_owner',
  case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table' when 'S' then 'sequence' else 'table' end, oid::regclass)
from pg_class c
where relowner = any(:'former'::oid[]) and relnamespace = any(:'schemas'::oid[]) and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid
    and (deptype = 'e' or relkind = 'S' and deptype in ('a', 'i') and refobjsubid > 0))
order by oid \gexec
select format('alter routine %s owner to groundwork_owner', oid::regprocedure) from pg_proc p
where proowner = any(:'former'::oid[]) and pronamespace = any(:'schemas'::oid[])
  and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e') \gexec
select format('alter type %s owner to groundwork_owner', oid::regtype) from pg_type t
where typowner = any(:'former'::oid[]) and typnamespace = any(:'schemas'::oid[])
  and (typtype in ('d', 'e', 'r') or typtype = 'c' and (select relkind from pg_class where oid = typrelid) = 'c')
  and not exists (select from pg_depend where classid = 'pg_type'::regclass and objid = t.oid and deptype = 'e') \gexec
select format('alter large object %s owner to groundwork_owner', oid) from pg_largeobject_metadata
where lomowner = any(:'former'::oid[]) \gexec
-- Up to PostgreSQL 14 everybody may make tables in public, readers too.
select format('grant usage, create on schema %1$I to groundwork_owner; revoke create on schema %1$I from public', nspname) from pg_namespace
where has_schema_privilege('groundwork_reader', oid, 'create') and nspname !~ '^pg_' and pg_has_role(nspowner, 'usage') \gexec
select format('grant usage on schema %I to groundwork_reader', nspname) from pg_namespace
where nspowner = 'groundwork_owner'::regrole and not has_schema_privilege('groundwork_reader', oid, 'usage') \gexec
select format('grant select on %s to groundwork_reader', oid::regclass) from pg_class
where relowner = 'groundwork_owner'::regrole and relnamespace = any(:'schemas'::oid[])
  and (relkind in ('r', 'p', 'v', 'm', 'f') and not has_table_privilege('groundwork_reader', oid, 'select')
    or relkind = 'S' and not has_sequence_privilege('groundwork_reader', oid, 'select')) \gexec
alter default privileges for role groundwork_owner grant usage on schemas to groundwork_reader;
alter default privileges for role groundwork_owner grant select on tables to groundwork_reader;
alter default privileges for role groundwork_owner grant select on sequences to groundwork_reader;
