// Package rights is what each type of resource that our stacks declare takes of IAM,
// and what IAM makes of a policy: tables of AWS' own, rows of ours where those are
// wrong or silent, and an evaluator. Tests hold the roles of the bootstrap against it.
package rights

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
)

var (
	//go:embed data/types.tsv
	typesFile string
	//go:embed data/handlers.tsv
	handlersFile string
	//go:embed data/rows.tsv
	rowsFile string
	//go:embed data/workloads.tsv
	workloadsFile string
	//go:embed data/actions.tsv
	actionsFile string
	//go:embed data/things.tsv
	thingsFile string
)

// Type is a type of resource.
type Type struct {
	// Token is Pulumi's. Thing is what it is in IAM, such as ec2:vpc, ARN a
	// pattern of how one is named there: {name} is an input of it.
	Token, Thing, ARN string
}

// Action is an action of IAM.
type Action struct {
	// Name is whole, such as ec2:CreateVpc, Access its level: Read, List, Write.
	Name, Access string
	// About are the things that a call is about; what it must name ends with "*".
	About []string
	// Any says that policies can name what it is about.
	Any bool
	// Keys are the condition keys that a call can carry; those of tags end before
	// the slash.
	Keys []string
}

// Reads tells whether the action changes nothing.
func (a Action) Reads() bool { return a.Access == "Read" || a.Access == "List" }

// Need is an action that a type takes in a stage of its life.
type Need struct {
	Token, Stage, Action string
	// On is the ARN that it is about where the tables don't tell, With what the
	// call carries besides: key=value, by semicolons.
	On, With string
	// Source is who says so: a link, or the name of a table.
	Source string
}

// Row is a line of rows.tsv: a need that no table names, or one that is none.
type Row struct {
	Need
	// Not says that the handlers name it and our provider doesn't call it.
	Not bool
	// Why says what it is for.
	Why string
}

// Workload is what somebody does with a role that a stack gives it.
type Workload struct {
	// Who is "policy/" and a policy of AWS', or how the role's name ends after the
	// environment's prefix.
	Who     string
	Actions []string
	// On, With and Source are as in Need.
	On, With, Source string
}

// Tables is all that is known.
type Tables struct {
	workloads []Workload
	types     map[string]Type
	needs     map[string][]Need
	rows      []Row
	actions   map[string]Action // by name in lower case
	tagged    map[string]bool   // things whose tags policies see
	arns      map[string]string // of things, as AWS writes them
}

// Load reads the tables. An error is a line that can't be read.
func Load() (*Tables, error) {
	t := &Tables{types: map[string]Type{}, needs: map[string][]Need{}, actions: map[string]Action{}, tagged: map[string]bool{}, arns: map[string]string{}}
	for _, part := range []struct {
		name, content string
		columns       int
		take          func(fields []string) error
	}{
		{"types.tsv", typesFile, 4, t.takeType},
		{"actions.tsv", actionsFile, 4, t.takeAction},
		{"things.tsv", thingsFile, 3, t.takeThing},
		{"rows.tsv", rowsFile, 8, t.takeRow},
		{"workloads.tsv", workloadsFile, 6, t.takeWorkload},
		{"handlers.tsv", handlersFile, 3, t.takeHandler},
	} {
		number := 0
		for line := range strings.Lines(part.content) {
			number++
			if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
				continue
			}
			fields := strings.Split(strings.TrimRight(line, "\n"), "\t")
			if len(fields) != part.columns {
				return nil, fmt.Errorf("%s:%d has %d columns and not %d", part.name, number, len(fields), part.columns)
			}
			if err := part.take(fields); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", part.name, number, err)
			}
		}
	}
	return t, nil
}

func (t *Tables) takeType(fields []string) error {
	t.types[fields[0]] = Type{Token: fields[0], Thing: fields[2], ARN: fields[3]}
	return nil
}

func (t *Tables) takeAction(fields []string) error {
	action := Action{Name: fields[0], Access: fields[1], Any: fields[2] != "-", Keys: strings.Fields(fields[3])}
	if action.Any {
		action.About = strings.Fields(fields[2])
	}
	t.actions[strings.ToLower(fields[0])] = action
	return nil
}

func (t *Tables) takeThing(fields []string) error {
	t.arns[fields[0]], t.tagged[fields[0]] = fields[1], fields[2] != ""
	return nil
}

// takeRow takes a row of ours.
func (t *Tables) takeRow(fields []string) error {
	row := Row{Need: Need{Token: fields[1], Stage: fields[2], On: fields[4], With: fields[5], Source: fields[6]}, Not: fields[0] == "-", Why: fields[7]}
	if fields[0] != "+" && fields[0] != "-" {
		return fmt.Errorf("the sign is %q; write + for what is needed, or - for what is not", fields[0])
	}
	if !strings.HasPrefix(row.Source, "https://") {
		return fmt.Errorf("%s of %s has no link: write where somebody says so", fields[3], row.Token)
	}
	if _, known := t.types[row.Token]; !known {
		return fmt.Errorf("the type %s is not in types.tsv", row.Token)
	}
	for _, action := range strings.Fields(fields[3]) {
		row.Action = action
		t.rows = append(t.rows, row)
		if !row.Not {
			t.needs[row.Token] = append(t.needs[row.Token], row.Need)
		}
	}
	return nil
}

func (t *Tables) takeWorkload(fields []string) error {
	if !strings.HasPrefix(fields[4], "https://") {
		return fmt.Errorf("%s has no link: write where somebody says so", fields[0])
	}
	t.workloads = append(t.workloads, Workload{Who: fields[0], Actions: strings.Fields(fields[1]), On: fields[2], With: fields[3], Source: fields[4]})
	return nil
}

// takeHandler takes what the registry names, without what our rows take out or tell
// more precisely. The list handlers are left out: our provider asks by id.
func (t *Tables) takeHandler(fields []string) error {
	if fields[1] == "list" {
		return nil
	}
	for _, action := range strings.Fields(fields[2]) {
		ours := slices.ContainsFunc(t.rows, func(row Row) bool {
			return row.Action == action && row.Token == fields[0] && (row.Not || row.On != "" || row.With != "")
		})
		if !ours {
			t.needs[fields[0]] = append(t.needs[fields[0]], Need{Token: fields[0], Stage: fields[1], Action: action, Source: "CloudFormation's handler"})
		}
	}
	return nil
}

// Types are the types in order.
func (t *Tables) Types() []Type {
	return slices.SortedFunc(maps.Values(t.types), func(a, b Type) int { return strings.Compare(a.Token, b.Token) })
}

// Type is the type with the token.
func (t *Tables) Type(token string) (Type, bool) {
	found, ok := t.types[token]
	return found, ok
}

// Needs are what a type takes.
func (t *Tables) Needs(token string) []Need { return t.needs[token] }

// Rows are our own rows.
func (t *Tables) Rows() []Row { return t.rows }

// Workloads are what programs and services do with the roles of stacks.
func (t *Tables) Workloads() []Workload { return t.workloads }

// Action is the action with the name, whatever its case.
func (t *Tables) Action(name string) (Action, bool) {
	found, ok := t.actions[strings.ToLower(name)]
	return found, ok
}

// Expand gives the actions that a pattern of a policy means, in order.
func (t *Tables) Expand(pattern string) []string {
	var names []string
	for _, action := range t.actions {
		if like(strings.ToLower(pattern), strings.ToLower(action.Name)) {
			names = append(names, action.Name)
		}
	}
	slices.Sort(names)
	return names
}

// Tagged tells whether policies see the tags of a thing.
func (t *Tables) Tagged(thing string) bool { return t.tagged[thing] }

// ARN is how AWS writes the ARN of a thing.
func (t *Tables) ARN(thing string) string { return t.arns[thing] }
