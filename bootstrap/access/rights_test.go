package access

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/rights"
)

func tables(t *testing.T) *rights.Tables {
	t.Helper()
	known, err := rights.Load()
	require.NoError(t, err)
	return known
}

// everyCall are the calls of every stack of the systems.
func everyCall(t *testing.T) (made []call) {
	t.Helper()
	known := tables(t)
	for _, stack := range recordedStacks(t) {
		if stack.system != "bootstrap" {
			made = append(made, calls{known, account(), stack}.all()...)
		}
	}
	require.Greater(t, len(made), 5000)
	return made
}

// lacking are the calls that a role can't make, a line each.
func lacking(name string, holder role, of []call) []string {
	var lines []string
	for _, made := range of {
		// AWS asks nobody for a right to know who they are.
		if made.Action != "sts:GetCallerIdentity" && !holder.May(made.Request) {
			lines = append(lines, fmt.Sprintf("%s can't %s on %s, which %s needs to %s (%s)", name, made.Action, made.Resource, made.need.Token, made.need.Stage, made.need.Source))
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

func TestTheDeployRolesCanDoWhatEveryStackNeeds(t *testing.T) {
	known := tables(t)
	for _, stack := range recordedStacks(t) {
		if stack.system == "bootstrap" {
			continue
		}
		made := calls{known, account(), stack}.all()
		if lines := lacking("deploy of "+stack.environment, deployRole(stack.environment), made); len(lines) > 0 {
			t.Errorf("%s/%s: give the role the right in bootstrap/access, or say in internal/rights/data/rows.tsv why nobody needs it:\n%s", stack.system, stack.environment, strings.Join(lines, "\n"))
		}
	}
}

// What a stack of the tree declares has a type's line, and a table or a row that tells
// what it takes.
func TestEveryTypeThatAStackDeclaresIsKnown(t *testing.T) {
	known := tables(t)
	for _, stack := range recordedStacks(t) {
		for _, resource := range stack.resources {
			_, typed := known.Type(resource.token)
			assert.True(t, typed && len(known.Needs(resource.token)) > 0, "%s/%s declares a %s: add it to internal/rights/data/types.tsv, then go run ./internal/rights/generate (CONTRIBUTING.md)", stack.system, stack.environment, resource.token)
		}
	}
}
