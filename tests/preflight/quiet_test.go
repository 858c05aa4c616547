package preflight

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// stacks are those of the tree.
var stacks = [][2]string{
	{"stockindicator", "dev"}, {"stockindicator", "staging"}, {"stockindicator", "prod"},
	{"screener", "dev"}, {"screener", "staging"}, {"screener", "prod"},
}

func TestAWellKeptAccountIsQuietForEveryStack(t *testing.T) {
	for _, stack := range stacks {
		t.Run(stack[0]+"/"+stack[1], func(t *testing.T) {
			w := readyFor(t, stack[0])
			code, report := w.report(stack[0], stack[1])
			assert.Zero(t, code)
			assert.Empty(t, report.Wants)
			assert.Empty(t, report.Unseen)
			assert.Equal(t, id, report.Account)
			t.Log(fmt.Sprint(report.Seen))
		})
	}
}
