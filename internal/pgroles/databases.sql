select datname from pg_database
where datallowconn and not datistemplate and datname <> 'postgres'
  and datdba in (select oid from pg_roles where rolname in (current_user, 'groundwork_owner') or shobj_description(oid, 'pg_authid') = 'groundwork login')
order by datname;
