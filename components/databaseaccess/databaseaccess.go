// Package databaseaccess is with what programs get into the database: a login and a
// password for each.
package databaseaccess

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/pgroles"
	"groundwork/internal/problem"
)

const (
	// App is the program's name that makes the roles, Retiring that of the one that
	// takes those away that nobody uses any more.
	App      = "database-roles"
	Retiring = App + "-retire"
	// Image is PostgreSQL's own, for psql; User is postgres in it.
	Image          = "docker.io/library/postgres:17.6-alpine3.22"
	User           = 70
	passwordLength = 32
)

// Args describe the access.
type Args struct {
	// Owners are the programs that write, Readers those that read only, by name; a
	// program may be both. One at least.
	Owners, Readers []string
}

// Access is how programs get in.
type Access struct {
	pulumi.ResourceState

	// Logins are what a URL is made of, by role and program.
	Logins map[pgroles.Role]map[string]Login
	// Encoded are all logins as the scripts of pgroles take them; a secret.
	Encoded pulumi.StringOutput
}

// Login is a program's login: Name carries the hash of Password, and both are secret.
type Login struct{ Name, Password pulumi.StringOutput }

func (a Args) validate() error {
	problems := problem.List{About: "databaseaccess: "}
	problems.Require(len(a.Owners)+len(a.Readers) > 0, "a program is required")
	for _, programs := range [][]string{a.Owners, a.Readers} {
		for i, program := range programs {
			problems.Require(program != "" && !slices.Contains(programs[:i], program), "program %q must not be empty, and comes once", program)
		}
	}
	return problems.Err()
}

// New makes the access.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Access, error) {
	if err := args.validate(); err != nil {
		return nil, err
	}
	access := &Access{Logins: map[pgroles.Role]map[string]Login{}}
	if err := ctx.RegisterComponentResource("groundwork:databaseaccess:Access", name, access, opts...); err != nil {
		return nil, err
	}
	if err := access.makeLogins(ctx, name, args); err != nil {
		return nil, err
	}
	return access, ctx.RegisterResourceOutputs(access, pulumi.Map{
		"owners": pulumi.ToStringArray(args.Owners), "readers": pulumi.ToStringArray(args.Readers),
	})
}

// makeLogins makes the logins of both roles.
func (a *Access) makeLogins(ctx *pulumi.Context, name string, args Args) error {
	var logins []pgroles.Login
	var passwords []any
	for _, group := range []struct {
		role     pgroles.Role
		word     string
		programs []string
	}{{pgroles.Owner, "owner", args.Owners}, {pgroles.Reader, "reader", args.Readers}} {
		a.Logins[group.role] = map[string]Login{}
		for _, program := range slices.Sorted(slices.Values(group.programs)) {
			login := pgroles.Login{Program: program, Role: group.role}
			made, err := a.makeLogin(ctx, fmt.Sprintf("%s-%s-%s", name, group.word, program), login)
			if err != nil {
				return fmt.Errorf("generating the password of %q: %w", program, err)
			}
			a.Logins[group.role][program] = made
			logins, passwords = append(logins, login), append(passwords, made.Password)
		}
	}
	encoded := pulumi.All(passwords...).ApplyT(func(passwords []any) (string, error) {
		complete := slices.Clone(logins)
		for i, password := range passwords {
			complete[i].Password = password.(string)
		}
		return pgroles.Encode(complete)
	}).(pulumi.StringOutput)
	a.Encoded = pulumi.ToSecret(encoded).(pulumi.StringOutput)
	return nil
}

// makeLogin makes a password without special characters, so that a program may put it
// into a URL as it is, and the name that follows from it.
func (a *Access) makeLogin(ctx *pulumi.Context, name string, login pgroles.Login) (Login, error) {
	password, err := random.NewRandomPassword(ctx, name, &random.RandomPasswordArgs{
		Length:  pulumi.Int(passwordLength),
		Special: pulumi.Bool(false),
	}, pulumi.Parent(a))
	if err != nil {
		return Login{}, err
	}
	username := password.Result.ApplyT(func(password string) string {
		login.Password = password
		return login.Name()
	}).(pulumi.StringOutput)
	return Login{Name: username, Password: pulumi.ToSecret(password.Result).(pulumi.StringOutput)}, nil
}
