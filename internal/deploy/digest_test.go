package deploy

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const oneStep = `{"manifest": {"time": "1"}, "resourcePlans": {"urn:1": {"steps": ["create"], "seed": "a", "goal": {"inputDiff": {"adds": {"class": "small", "list": [{"password": {"ciphertext": "v1:abc"}}]}}}}}}`

func digest(t *testing.T, change func(*Plan)) string {
	t.Helper()
	plan := Plan{Commit: "c0ffee", Written: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Saved: []byte(oneStep)}
	change(&plan)
	made, err := plan.Digest()
	require.NoError(t, err)
	return made
}

func saved(text string) func(*Plan) { return func(p *Plan) { p.Saved = []byte(text) } }

func TestADigestStandsForWhatIsDone(t *testing.T) {
	first := digest(t, func(*Plan) {})
	assert.Regexp(t, `^[0-9a-f]{16}$`, first)
	for what, change := range map[string]func(*Plan){
		"a secret encrypted anew":    saved(`{"manifest": {"time": "2"}, "resourcePlans": {"urn:1": {"steps": ["create"], "seed": "b", "goal": {"inputDiff": {"adds": {"list": [{"password": {"ciphertext": "v1:xyz"}}], "class": "small"}}}}}}`),
		"a provider's other account": saved(oneStep[:len(oneStep)-2] + `, "urn:pulumi:prod::shop::pulumi:providers:cloudflare::default": {"steps": ["update"]}}}`),
		"another place on earth":     func(p *Plan) { p.Written = p.Written.In(time.FixedZone("x", 3600)) },
	} {
		assert.Equal(t, first, digest(t, change), what)
	}
	for what, change := range map[string]func(*Plan){
		"another input":  saved(`{"resourcePlans": {"urn:1": {"steps": ["create"], "goal": {"inputDiff": {"adds": {"class": "large", "list": [{"password": {"ciphertext": "v1:abc"}}]}}}}}}`),
		"another step":   saved(`{"resourcePlans": {"urn:1": {"steps": ["delete"], "goal": {"inputDiff": {"adds": {"class": "small", "list": [{"password": {"ciphertext": "v1:abc"}}]}}}}}}`),
		"no secret":      saved(`{"resourcePlans": {"urn:1": {"steps": ["create"], "goal": {"inputDiff": {"adds": {"class": "small", "list": [{"password": "plain"}]}}}}}}`),
		"nothing to do":  saved(`{"manifest": {}}`),
		"another commit": func(p *Plan) { p.Commit = "decaf" },
		"another state":  func(p *Plan) { p.Written = p.Written.Add(time.Nanosecond) },
	} {
		assert.NotEqual(t, first, digest(t, change), what)
	}
	_, err := Plan{Saved: []byte("no plan")}.Digest()
	assert.ErrorContains(t, err, "reading the plan")
}
