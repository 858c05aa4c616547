// Package pgroles makes the roles with which programs use a PostgreSQL server, and
// takes away those that none uses any more: two roles that nobody logs in with, one
// that owns everything and one that reads it, and for each program logins that act as
// one of the two. A login's name carries the hash of its password, so that another
// password is another login, and both are good while pods are replaced. The scripts run
// as the server's master user, who is no superuser on RDS. docs/decisions/0049 says why.
package pgroles

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"groundwork/naming"
)

// Role is what a login acts as.
type Role string

// The roles of a server.
const (
	Owner  Role = "groundwork_owner"
	Reader Role = "groundwork_reader"
)

const (
	// nameLimit is PostgreSQL's, in bytes:
	// https://www.postgresql.org/docs/16/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
	nameLimit = 63
	// LoginsVariable is the environment variable in which the scripts find the logins.
	LoginsVariable = "LOGINS"
	// WaitVariable is the one in which Retire finds for how many seconds pods that are
	// told to stop may still need a login.
	WaitVariable = "WAIT_SECONDS"
)

// Login is with what one program gets in.
type Login struct {
	// Program is the program's name. Required.
	Program string
	// Role is what it acts as. Required.
	Role Role
	// Password is random, 32 characters or so. Required.
	Password string
}

// Name is the login's name in the server.
func (l Login) Name() string {
	name := l.Program
	if l.Role == Reader {
		name += "_read"
	}
	suffix := "_" + naming.Hash(l.Password)
	return naming.Fit(name, nameLimit-len(suffix)) + suffix
}

// Encode is what the scripts take of the logins: names, roles, and what the server
// keeps of a password, so that no log of the server's ever has one.
func Encode(logins []Login) (string, error) {
	type entry struct {
		Name     string `json:"name"`
		Role     Role   `json:"role"`
		Verifier string `json:"verifier"`
	}
	entries := make([]entry, 0, len(logins))
	for _, login := range logins {
		verifier, err := verifier(login)
		if err != nil {
			return "", fmt.Errorf("the login of %q: %w", login.Program, err)
		}
		entries = append(entries, entry{login.Name(), login.Role, verifier})
	}
	text, err := json.Marshal(entries)
	return string(text), err
}

var (
	//go:embed roles.sql
	rolesSQL string
	//go:embed databases.sql
	databasesSQL string
	//go:embed handover.sql
	handoverSQL string
	//go:embed retire.sql
	retireSQL string
)

// Make is a shell script that makes the roles and hands over what belongs to the
// master user, in every database that is the master's or the owner's. It finds the
// server in libpq's variables. A second run changes nothing and prints nothing.
func Make() string { return prelude + here("run", rolesSQL) + eachDatabase }

// Retire is a shell script that takes every login away that is not among the logins.
func Retire() string {
	return prelude + "sleep \"$" + WaitVariable + "\"\n" + eachDatabase + here("run", retireSQL)
}

// prelude asks for the variable first: without the logins all of them would go.
const prelude = `set -eu
: "${` + LoginsVariable + `:?}"
run() { psql --no-psqlrc --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1; }
`

// eachDatabase hands over database by database. The name goes through a variable,
// where nothing in it means anything.
var eachDatabase = here(`run >"${TMPDIR:-/tmp}/databases"`, databasesSQL) + `while IFS= read -r database; do
export PGDATABASE="$database"
` + here("run", handoverSQL) + `done <"${TMPDIR:-/tmp}/databases"
`

// here runs a command with text as its input.
func here(command, text string) string {
	return command + " <<'END'\n" + strings.TrimSpace(text) + "\nEND\n"
}
