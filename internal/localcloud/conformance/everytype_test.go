package conformance

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud/facts"
)

// got is how many types come through their whole life with the least inputs
// that their schema allows. The others are refused by their service, which
// wants more than the schema says. A new behaviour may lower the number only
// by types that the failure's list gives a good reason for.
const got = 1440

// TestEveryTypeLives takes every type of the facts through its life: check,
// preview, create, read, import, change, replacement and deletion.
func TestEveryTypeLives(t *testing.T) {
	var all census
	t.Run("types", func(t *testing.T) {
		for _, set := range []*facts.Set{facts.AWS, facts.Cloudflare} {
			tokens := set.Resources()
			for shard := range slices.Chunk(tokens, (len(tokens)+7)/8) {
				t.Run(shard[0], func(t *testing.T) {
					t.Parallel()
					street := newStreet(t)
					for _, token := range shard {
						schema, _ := set.Resource(token)
						all.note(token, street.live(schema))
					}
				})
			}
		}
	})
	slices.Sort(all.refused)
	slices.Sort(all.wrong)
	assert.Empty(t, strings.Join(all.wrong, "\n"), "types that do not behave by their schema")
	if all.lived < got {
		t.Errorf("%d types live, of which there were %d; refused are:\n%s", all.lived, got, strings.Join(all.refused, "\n"))
	}
	t.Logf("%d types live, %d are refused", all.lived, len(all.refused))
}

// census counts the types by what became of them.
type census struct {
	lock           sync.Mutex
	lived          int
	refused, wrong []string
}

func (c *census) note(token string, l life) {
	c.lock.Lock()
	defer c.lock.Unlock()
	switch {
	case l.refusal != "":
		c.refused = append(c.refused, token+": "+l.refusal)
	case len(l.wrong) == 0:
		c.lived++
	}
	for _, problem := range l.wrong {
		c.wrong = append(c.wrong, token+": "+problem)
	}
}

// life is what became of one resource.
type life struct {
	refusal string
	wrong   []string
}

func (l *life) expect(ok bool, format string, args ...any) {
	if !ok {
		l.wrong = append(l.wrong, fmt.Sprintf(format, args...))
	}
}
