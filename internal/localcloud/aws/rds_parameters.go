package aws

import (
	_ "embed"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"groundwork/internal/localcloud"
)

// postgresParameters says of each parameter of PostgreSQL: the name; dynamic,
// static or locked; the type; the least and the most. It is what "postgres
// --describe-config" prints, with what later versions add and RDS changes:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
//
//go:embed postgres_parameters.tsv
var postgresParameters string

// parameter is one line of it.
type parameter struct {
	apply, kind string
	least, most float64
	bounded     bool
}

var parameters = sync.OnceValue(func() map[string]parameter {
	table := map[string]parameter{}
	for line := range strings.Lines(postgresParameters) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) != 5 {
			continue
		}
		p := parameter{apply: f[1], kind: f[2]}
		var failed, failedToo error
		p.least, failed = strconv.ParseFloat(f[3], 64)
		p.most, failedToo = strconv.ParseFloat(f[4], 64)
		p.bounded = failed == nil && failedToo == nil
		table[f[0]] = p
	}
	return table
})

var (
	families   = regexp.MustCompile(`^(aurora-(mysql|postgresql)|custom-[a-z-]+|db2-[a-z]+|docdb|mariadb|mysql|neptune|oracle-[a-z0-9-]+|postgres|sqlserver-[a-z]+-)[0-9]+(\.[0-9]+)?$`)
	extensions = regexp.MustCompile(`^(apg_[a-z_]+|auto_explain|cron|orafce|pg_[a-z_]+|pgaudit|pgauth|pgtle|pgrst|plpgsql|plv8|plrust|postgis|rdkit|anon|hint_plan|wal2json)\.[a-z0-9_]+$`)
	// formulas are values that depend on the class, as in
	// "{DBInstanceClassMemory/32768}":
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ParamValuesRef.html
	formulas = regexp.MustCompile(`^(\{.*\}|(GREATEST|LEAST|SUM)\(.*\))$`)
)

// checkParameterGroup: a parameter is given once.
func checkParameterGroup(c *localcloud.Check) {
	seen := map[string]bool{}
	for _, given := range c.Inputs.Maps("parameters") {
		name := given.String("name")
		if name != "" && seen[name] {
			c.Fail("parameters", "the parameter %q is given twice", name)
		}
		seen[name] = true
	}
}

// createParameterGroup follows
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBParameterGroup.html
func createParameterGroup(tx *localcloud.Tx, group *localcloud.Object) error {
	name := group.String("family")
	engine := strings.TrimRight(name, "0123456789.")
	version := strings.TrimPrefix(name, engine)
	if !families.MatchString(name) || engine == "postgres" && postgresMinors[version] == 0 {
		return tx.Fail(400, "InvalidParameterValue", "ParameterGroupFamily %s is not a valid parameter group family", name)
	}
	if engine != "postgres" {
		return nil
	}
	for _, given := range group.Outputs.Maps("parameters") {
		if err := checkParameter(tx, given); err != nil {
			return err
		}
	}
	return nil
}

func checkParameter(tx *localcloud.Tx, given localcloud.Props) error {
	name, value := given.String("name"), given.String("value")
	known, ok := parameters()[name]
	switch {
	case !ok && extensions.MatchString(name):
		return nil
	case !ok:
		return tx.Fail(400, "InvalidParameterValue", "Could not find parameter with name: %s", name)
	case known.apply == "locked":
		return tx.Fail(400, "InvalidParameterValue", "The parameter %s cannot be modified.", name)
	case known.apply == "static" && given.String("applyMethod") != "pending-reboot":
		return tx.Fail(400, "InvalidParameterCombination", "cannot use immediate apply method for static parameter %s", name)
	case !known.allows(value):
		return tx.Fail(400, "InvalidParameterValue", "Invalid parameter value: %s for: %s allowed values are: %s", value, name, known.bounds())
	}
	return nil
}

func (p parameter) allows(value string) bool {
	switch p.kind {
	case "bool":
		return strings.Contains(" 0 1 on off true false yes no ", " "+strings.ToLower(value)+" ")
	case "int", "real":
		if formulas.MatchString(value) {
			return true
		}
		n, err := strconv.ParseFloat(value, 64)
		whole := p.kind == "real" || !strings.ContainsAny(value, ".eE")
		return err == nil && whole && (!p.bounded || n >= p.least && n <= p.most)
	}
	return true
}

func (p parameter) bounds() string {
	if p.kind == "bool" {
		return "0, 1"
	}
	return strconv.FormatFloat(p.least, 'f', -1, 64) + "-" + strconv.FormatFloat(p.most, 'f', -1, 64)
}

// findParameterGroup also finds the groups that RDS keeps by default.
func findParameterGroup(tx *localcloud.Tx, name string) *localcloud.Object {
	if rest, ok := strings.CutPrefix(name, "default."); ok {
		return &localcloud.Object{Type: parameterGroupType, ID: name, Outputs: localcloud.PropsOf(map[string]any{"family": rest})}
	}
	return tx.Get(parameterGroupType, name)
}

// checkFamily: the group is for the instance's version.
func checkFamily(tx *localcloud.Tx, instance *localcloud.Object) error {
	group := findParameterGroup(tx, instance.String("parameterGroupName"))
	engine := instance.String("engine")
	if group == nil || engines[engine].port == 0 {
		return nil
	}
	want := family(engine, instance.String("engineVersion"))
	if have := group.String("family"); have != want {
		return tx.Fail(400, "InvalidParameterCombination",
			"The parameter group %s with DBParameterGroupFamily %s can't be used for this instance. Please use a parameter group with DBParameterGroupFamily %s.", group.ID, have, want)
	}
	return nil
}
