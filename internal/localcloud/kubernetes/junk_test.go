package kubernetes

import (
	"maps"
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud/cloudtest"
)

// junk are values that fit almost nowhere.
var junk = []any{nil, "", "x", "<unknown>", true, -1.0, 1e12, 0.5, []any{}, []any{nil}, []any{"x", 1.0}, props{}, props{"name": nil}, props{"a": props{"b": "c"}}}

// spoil replaces one value somewhere in an object.
func spoil(dice *rand.Rand, value any) any {
	switch v := value.(type) {
	case map[string]any:
		if len(v) == 0 || dice.Intn(6) == 0 {
			break
		}
		names := slices.Sorted(maps.Keys(v))
		chosen := names[dice.Intn(len(names))]
		out := maps.Clone(v)
		out[chosen] = spoil(dice, v[chosen])
		return out
	case []any:
		if len(v) == 0 || dice.Intn(6) == 0 {
			break
		}
		out := append([]any{}, v...)
		i := dice.Intn(len(v))
		out[i] = spoil(dice, v[i])
		return out
	}
	return junk[dice.Intn(len(junk))]
}

func TestSpoiltObjectsAreRefusedOrTakenButNeverBreakTheServer(t *testing.T) {
	providers := providersOf(t)
	dice := rand.New(rand.NewSource(1))
	for _, line := range recordings(t, "resource") {
		provider := providers[line.Provider]
		olds, outputs := cloudtest.Recorded(line.Checked), cloudtest.Recorded(line.Created)
		for range 8 {
			spoilt, _ := spoil(dice, map[string]any(line.News)).(map[string]any)
			for _, before := range []cloudtest.Props{nil, line.Checked} {
				checked, failures := provider.Check(line.Type, line.Name, cloudtest.Recorded(spoilt), cloudtest.Recorded(before))
				if len(failures) > 0 {
					continue
				}
				provider.Diff(line.Type, line.Name, line.ID, olds, outputs, checked)
				assert.NotNil(t, provider.Preview(line.Type, line.Name, checked))
			}
		}
	}
}
