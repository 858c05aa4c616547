package access

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/iampolicy"
	"groundwork/internal/rights"
)

var update = flag.Bool("update", false, "rewrite unneeded.txt, keeping the reasons")

const unneededFile = "testdata/unneeded.txt"

// part is a policy, with the role that it belongs to, and for whom it is.
type part struct {
	name        string
	environment string
	document    iampolicy.Document
}

// parts are the policies of the roles that do what the stacks need.
func parts() []part {
	a := account()
	all := []part{{"look", "", a.Look()}, {"network", "", a.DeployNetwork()}}
	for _, environment := range environments {
		all = append(all,
			part{"data", environment, a.DeployData(environment)}, part{"compute", environment, a.DeployCompute(environment)},
			part{"deploy-boundary", environment, a.BoundDeploy(environment)})
	}
	return all
}

// unneeded are the patterns of actions that allow something that no stack asks for:
// policy, pattern, how much of it is asked for.
func unneeded(t *testing.T) []string {
	known, made := tables(t), everyCall(t)
	asked := map[string]map[string]bool{}
	total := map[string]int{}
	for _, part := range parts() {
		for _, statement := range part.document.Statements {
			if statement.Effect != iampolicy.Allow {
				continue
			}
			for _, pattern := range statement.Action {
				key := part.name + "\t" + statement.Sid + "\t" + pattern
				if asked[key] == nil {
					asked[key] = map[string]bool{}
				}
				total[key] = len(known.Expand(pattern))
				for _, call := range made {
					if (part.environment == "" || part.environment == call.environment) && grants(statement, pattern, call.Request) {
						asked[key][call.Action] = true
					}
				}
			}
		}
	}
	var lines []string
	for key, by := range asked {
		if len(by) < total[key] || total[key] == 0 {
			lines = append(lines, fmt.Sprintf("%s\t%d of %d", key, len(by), total[key]))
		}
	}
	slices.Sort(lines)
	return lines
}

// grants tells whether one pattern of a statement is what lets a call through.
func grants(statement iampolicy.Statement, pattern string, asked rights.Request) bool {
	return rights.Fits([]string{pattern}, asked.Action, true) && rights.Fits(statement.Resource, asked.Resource, false) && rights.Holds(statement, asked.Context)
}

// What is allowed and asked for by no stack stands in a file with a reason, or goes.
func TestWhatIsAllowedAndNotNeededHasAReason(t *testing.T) {
	content, err := os.ReadFile(unneededFile)
	if !*update {
		require.NoError(t, err)
	}
	reasons := map[string]string{}
	for line := range strings.Lines(string(content)) {
		if fields := strings.Split(strings.TrimSpace(line), "\t"); len(fields) == 5 {
			reasons[strings.Join(fields[:4], "\t")] = fields[4]
			reasons[strings.Join(fields[:3], "\t")] = fields[4]
		}
	}
	var text strings.Builder
	text.WriteString("# What the policies allow and no stack asks for: policy, statement, action, how much of it is asked for, and why it stays.\n# go test ./bootstrap/access -run NotNeeded -update rewrites it; the reasons are yours.\n")
	for _, line := range unneeded(t) {
		reason := reasons[line]
		if reason == "" && *update {
			reason = reasons[line[:strings.LastIndex(line, "\t")]]
		}
		if !*update {
			assert.NotEmpty(t, reason, "%s: take it out of the policy, or give a reason in %s (-update adds the line)", line, unneededFile)
		}
		fmt.Fprintf(&text, "%s\t%s\n", line, reason)
	}
	if *update {
		require.NoError(t, os.WriteFile(unneededFile, []byte(text.String()), 0o644))
		return
	}
	assert.Equal(t, string(content), text.String(), "-update rewrites it")
}
