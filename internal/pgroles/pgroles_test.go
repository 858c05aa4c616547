package pgroles

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/pgserver"
)

const (
	master         = "app"
	masterPassword = "the-masters"
	database       = "shop of 'all'" // any name that PostgreSQL takes
)

// onRDS is a server with a master user as RDS has one: no superuser, may make roles
// and databases.
func onRDS(t *testing.T) *pgserver.Server {
	t.Helper()
	server := pgserver.Start(t, nil, "log_statement=all")
	server.Super(t, "postgres", `create role app login createrole createdb password 'the-masters'`)
	server.Super(t, "postgres", `create database "shop of 'all'" owner app`)
	return server
}

// script runs a script as the master, and expects it to succeed.
func script(t *testing.T, server *pgserver.Server, user, text string, logins ...Login) string {
	t.Helper()
	encoded, err := Encode(logins)
	require.NoError(t, err)
	run := exec.Command("/bin/sh", "-c", text)
	run.Env = append(os.Environ(), append(server.Env(user, masterPassword, database), "LOGINS="+encoded, "WAIT_SECONDS=0", "TMPDIR="+t.TempDir())...)
	out, err := run.CombinedOutput()
	require.NoError(t, err, string(out))
	return string(out)
}

// as runs statements as a login, and expects them to succeed.
func as(t *testing.T, server *pgserver.Server, login Login, statements string) string {
	t.Helper()
	out, err := server.As(login.Name(), login.Password, database, statements)
	require.NoError(t, err, out)
	return out
}

func refused(t *testing.T, server *pgserver.Server, login Login, why, statements string) {
	t.Helper()
	out, err := server.As(login.Name(), login.Password, database, statements)
	require.Error(t, err, statements)
	assert.Contains(t, out, why)
}

var (
	api    = Login{"api", Owner, "password-of-api-0123456789"}
	worker = Login{"work-er", Owner, "password-of-worker-0123456789"}
	report = Login{"report", Reader, "password-of-report-0123456789"}
)

func TestProgramsShareWhatOneOfThemMakes(t *testing.T) {
	server := onRDS(t)
	assert.Empty(t, script(t, server, master, Make(), api, worker, report))
	as(t, server, api, `create schema sales; create table sales.orders (id serial primary key); insert into sales.orders default values; create table plain (n int)`)
	as(t, server, worker, `alter table sales.orders add column note text; insert into sales.orders (note) values ('x'); drop table plain`)
	assert.Equal(t, "2", as(t, server, api, `select count(*) from sales.orders`))
	assert.Equal(t, "groundwork_owner", as(t, server, api, `select current_user`))
	assert.Equal(t, "2", as(t, server, report, `select count(*) from sales.orders`), "a table that came after the reader")
	// What a connection pool sends between two users of a connection.
	assert.Equal(t, "3", as(t, server, api, `discard all; insert into sales.orders default values; select count(*) from sales.orders`))
	assert.Empty(t, script(t, server, master, Make(), api, worker, report), "a second run is quiet")
	assert.NotContains(t, server.Log(t), api.Password)
}

func TestAReaderWritesNothing(t *testing.T) {
	server := onRDS(t)
	script(t, server, master, Make(), api, report)
	as(t, server, api, `create table orders (id int); insert into orders values (1)`)
	for _, statement := range []string{
		`insert into orders values (2)`, `update orders set id = 2`, `delete from orders`, `drop table orders`,
		`create table mine (id int)`, `create schema mine`, `set role groundwork_owner`, `create database mine`, `create role mine`,
		`reset role; delete from orders`,
	} {
		out, err := server.As(report.Name(), report.Password, database, statement)
		assert.Error(t, err, statement)
		assert.Regexp(t, `permission denied|must be owner`, out, statement)
	}
	assert.Equal(t, "1", as(t, server, report, `select count(*) from orders`))
	refused(t, server, Login{"report", Reader, "another"}, "authentication failed", `select 1`)
}

func TestAProgramIsNoMaster(t *testing.T) {
	server := onRDS(t)
	script(t, server, master, Make(), api)
	refused(t, server, api, "permission denied", `create role intruder`)
	refused(t, server, api, "permission denied", `set role app`)
	refused(t, server, api, "permission denied", `alter role app password 'x'`)
	assert.Equal(t, "airflow", as(t, server, api, "create database airflow;\n select datname from pg_database where datname = 'airflow'"), "a database of its own")
}

// everything is what a program may have made as the master.
const everything = `
create schema sales;
create type sales.mood as enum ('good');
create type sales.pair as (a int, b int);
create domain sales.positive as int check (value > 0);
create table sales.orders (id bigserial primary key, mood sales.mood default 'good') ;
create table measured (at date, n int) partition by range (at);
create table measured_1 partition of measured for values from ('2020-01-01') to ('2021-01-01');
create view recent as select * from sales.orders;
create materialized view summed as select count(*) from sales.orders;
create sequence numbers;
create function one() returns int language sql as 'select 1';
create procedure nothing() language sql as 'select 1';
create aggregate total (int) (sfunc = int4pl, stype = int, initcond = '0');
select lo_create(4711);
create extension pg_trgm;
insert into sales.orders default values;
`

func TestWhatTheMasterMadeIsHandedOver(t *testing.T) {
	for _, kind := range []string{"nosuperuser", "superuser"} {
		t.Run(kind, func(t *testing.T) {
			server := onRDS(t)
			server.Super(t, "postgres", `alter role app `+kind)
			out, err := server.As(master, masterPassword, database, everything)
			require.NoError(t, err, out)
			server.Super(t, "postgres", `create database airflow owner app`)
			assert.Empty(t, script(t, server, master, Make(), api, report))
			as(t, server, api, `
				alter table sales.orders add column more text; alter table measured add column more text; alter table measured_1 alter column n set not null;
				drop view recent; refresh materialized view summed; alter sequence numbers restart; drop function one(); drop procedure nothing(); drop aggregate total (int);
				alter type sales.mood add value 'bad'; alter type sales.pair add attribute c int; drop domain sales.positive; select lo_unlink(4711);
				alter schema sales rename to trade; alter database "shop of 'all'" set work_mem = '8MB'`)
			assert.Equal(t, "1", as(t, server, report, `select count(*) from trade.orders`))
			assert.Equal(t, "groundwork_owner", server.Super(t, "airflow", `select pg_get_userbyid(datdba) from pg_database where datname = 'airflow'`))
			out, err = server.As(master, masterPassword, database, `insert into trade.orders default values; alter table trade.orders add column late text`)
			assert.NoError(t, err, "pods of the former version go on as the master: %s", out)
			assert.Empty(t, script(t, server, master, Make(), api, report), "a second run is quiet")
		})
	}
}

func TestARotationLocksNobodyOut(t *testing.T) {
	server := onRDS(t)
	script(t, server, master, Make(), api, report)
	as(t, server, api, `create table orders (id int)`)
	next := Login{"api", Owner, "another-password-0123456789"}
	script(t, server, master, Make(), next, report)
	as(t, server, api, `insert into orders values (1)`)
	as(t, server, next, `insert into orders values (2)`)
	// What went around the owner belongs to it before its login goes.
	as(t, server, api, `reset role; set role none; create table stray (id int)`)
	assert.Empty(t, script(t, server, master, Retire(), next, report))
	refused(t, server, api, "authentication failed", `select 1`)
	as(t, server, next, `drop table stray; insert into orders values (3)`)
	as(t, server, report, `select 1`)
	assert.Equal(t, "0", server.Super(t, "postgres", `select count(*) from pg_roles where rolname = '`+api.Name()+`'`))
	assert.Empty(t, script(t, server, master, Retire(), next, report), "a second run is quiet")
}

func TestPeoplesRolesStay(t *testing.T) {
	server := onRDS(t)
	script(t, server, master, Make(), api)
	server.Super(t, "postgres", `create role jane login password 'x' in role groundwork_owner`)
	script(t, server, master, Retire())
	assert.Equal(t, "t", server.Super(t, "postgres", `select rolcanlogin from pg_roles where rolname = 'jane'`))
	refused(t, server, api, "authentication failed", `select 1`)
}

func TestNothingGoesWhenTheLoginsAreMissing(t *testing.T) {
	run := exec.Command("/bin/sh", "-c", Retire())
	out, err := run.CombinedOutput()
	assert.Error(t, err)
	assert.Contains(t, string(out), LoginsVariable)
}

// Kubernetes makes one $ of two in a command, and looks $(NAME) up:
// https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
func TestKubernetesLeavesTheScriptsAsTheyAre(t *testing.T) {
	for _, script := range []string{Make(), Retire()} {
		assert.NotContains(t, script, "$$")
		assert.NotContains(t, script, "$(")
	}
}

func TestAnotherPasswordIsAnotherLogin(t *testing.T) {
	assert.Regexp(t, `^api_[0-9a-f]{6}$`, api.Name())
	assert.Regexp(t, `^report_read_[0-9a-f]{6}$`, report.Name())
	assert.NotEqual(t, api.Name(), Login{"api", Owner, "another"}.Name())
	long := Login{strings.Repeat("x", 80), Reader, "p"}
	assert.LessOrEqual(t, len(long.Name()), nameLimit)
}

func TestAPasswordIsKeptAsThePasswordsVerifier(t *testing.T) {
	first, err := verifier(api)
	require.NoError(t, err)
	again, _ := verifier(api)
	assert.Equal(t, first, again)
	assert.Regexp(t, `^SCRAM-SHA-256\$4096:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$`, first)
}
