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

func TestTheAccountsOwnStackIsLookedAtToo(t *testing.T) {
	w := ready(t)
	code, report := w.report("bootstrap", "account")
	assert.Zero(t, code)
	assert.Empty(t, report.Wants)
	arn := "arn:aws:iam::" + id + ":oidc-provider/token.actions.githubusercontent.com"
	w.account.add("iam:ListOpenIDConnectProviders", item{"Arn": arn})
	code, report = w.report("bootstrap", "account")
	assert.Equal(t, 4, code)
	assert.Contains(t, fmt.Sprint(report.Wants), "the identity provider https://token.actions.githubusercontent.com is there, and does not bear this stack's tags")
}
