package drift

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
)

type object = map[string]any

// example is one difference in its surroundings.
type example struct {
	name          string
	token, path   string
	before, after any
	// state and cloud are the resource's other outputs.
	state, cloud object
	// id is the resource's, "id-1" when left out.
	id     string
	others []changes.Resource
}

func (e example) excuse() *rule {
	if e.id == "" {
		e.id = "id-1"
	}
	one := changes.Resource{
		URN: "urn:one", Type: e.token, Name: "one", ID: e.id, Operation: changes.Update, Before: e.state, After: e.cloud,
		Properties: []changes.Property{{Path: e.path, Before: e.before, After: e.after}},
	}
	known := see(changes.Set{Resources: append(e.others, one)})
	return difference{known: known, resource: one, property: one.Properties[0], path: steps(e.path)}.excuse()
}

func other(token string, state object) changes.Resource {
	return changes.Resource{URN: "urn:" + token, Type: token, Operation: changes.Same, Before: state}
}

func TestEveryRuleHasAReasonAndALink(t *testing.T) {
	for _, one := range catalogue {
		assert.NotEmpty(t, one.types)
		assert.NotEmpty(t, one.paths)
		assertExplained(t, one.reason, one.source)
	}
	for _, one := range children {
		assert.NotEmpty(t, one.types)
		assertExplained(t, one.reason, one.source)
	}
}

func assertExplained(t *testing.T, reason, source string) {
	t.Helper()
	assert.Greater(t, len(reason), 20, "a reason is a sentence")
	assert.False(t, strings.HasSuffix(reason, "."), reason)
	assert.True(t, strings.HasPrefix(source, "https://"), "%q has no link", reason)
}

// A rule that no example fits would be dead; one without a near miss might excuse
// too much.
func TestEveryRuleHasAnExampleAndANearMiss(t *testing.T) {
	fitted, missed := map[string]bool{}, map[string]bool{}
	for _, one := range harmlessExamples {
		if found := one.excuse(); assert.NotNil(t, found, "%s must be excused", one.name) {
			fitted[found.reason] = true
		}
	}
	for _, one := range realExamples {
		if found := one.excuse(); found != nil {
			t.Errorf("%s must be told, and is excused: %s", one.name, found.reason)
		}
		for _, near := range catalogue {
			if near.fitsType(one.token) && near.fitsPath(steps(one.path)) || near.fitsType(one.token) && near.when == nil {
				missed[near.reason] = true
			}
		}
	}
	for _, one := range catalogue {
		assert.True(t, fitted[one.reason], "no example fits: %s", one.reason)
		assert.True(t, missed[one.reason], "no near miss of: %s", one.reason)
	}
}

func TestAChangedSecretIsNeverExcused(t *testing.T) {
	one := example{token: rdsInstance, path: "latestRestorableTime", before: changes.Secret, after: "2026-01-01T00:00:00Z"}
	assert.Nil(t, one.excuse())
}

func TestAPathThatCannotBeReadIsNeverExcused(t *testing.T) {
	one := example{token: "kubernetes:core/v1:Service", path: `status[`, before: 1, after: 2}
	assert.Nil(t, one.excuse())
}
