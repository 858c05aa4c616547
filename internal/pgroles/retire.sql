\getenv logins LOGINS
set client_min_messages = warning;
select set_config('groundwork.logins', :'logins', false) as quiet \gset
do $body$
declare
  former name;
begin
  for former in
    select rolname from pg_roles where shobj_description(oid, 'pg_authid') = 'groundwork login'
      and rolname not in (select name from json_to_recordset(current_setting('groundwork.logins')::json) as l(name text))
  loop
    execute format('alter role %I nologin password null', former);
    -- A session that is still open ends as it likes; the next run takes its role away.
    if not exists (select from pg_stat_activity where usename = former) then
      begin
        execute format('drop role %I', former);
      exception when dependent_objects_still_exist then
        raise warning '% can no longer log in, and stays because something in another database belongs to it', former;
      end;
    end if;
  end loop;
end
$body$;
