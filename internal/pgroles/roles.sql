\getenv logins LOGINS
set client_min_messages = warning;
select set_config('groundwork.logins', :'logins', false) as quiet \gset
do $body$
declare
  login record;
begin
  if to_regrole('groundwork_owner') is null then
    create role groundwork_owner nologin createdb;
  end if;
  if to_regrole('groundwork_reader') is null then
    create role groundwork_reader nologin;
  end if;
  -- Whoever made a role may hand it out, and since PostgreSQL 16 does not have what it
  -- may until it has handed it to itself.
  if not pg_has_role('groundwork_owner', 'usage') then
    execute format('grant groundwork_owner to %I', current_user);
  end if;
  for login in
    select * from json_to_recordset(current_setting('groundwork.logins')::json) as l(name text, role text, verifier text)
  loop
    if not exists (select from pg_roles where rolname = login.name) then
      execute format('create role %I', login.name);
      execute format('comment on role %I is %L', login.name, 'groundwork login');
    end if;
    execute format('alter role %I login inherit password %L', login.name, login.verifier);
    if not pg_has_role(login.name, login.role, 'member') then
      execute format('grant %I to %I', login.role, login.name);
    end if;
    -- What a program makes belongs to all of them, and a rotation leaves nothing behind.
    execute format('alter role %I set role = %I', login.name, login.role);
    if not pg_has_role(login.name, 'usage') then
      execute format('grant %I to %I', login.name, current_user);
    end if;
  end loop;
end
$body$;
