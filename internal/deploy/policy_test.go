package deploy

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var stacks = []string{"dev", "prod", "staging"}

func TestAPolicySaysWhatAPushDeploysAndWhoApproves(t *testing.T) {
	policy, err := Parse([]byte("stacks:\n  dev: {when: push}\n  prod: {approvers: [ann, bob]}\napprovals: {byAuthor: true}\n"), stacks)
	require.NoError(t, err)
	assert.Equal(t, Rule{When: Push}, policy.Rule("dev"))
	assert.Equal(t, Rule{When: Asked, Approvers: []string{"ann", "bob"}}, policy.Rule("prod"))
	assert.Equal(t, Rule{When: Asked}, policy.Rule("qa"), "one that is not named waits for somebody")
	assert.True(t, policy.Approvals.ByAuthor)
	assert.True(t, ByAuthor([]byte("stacks: {gone: {}}\napprovals: {byAuthor: true}\n")), "what else it says is another commit's")
	assert.False(t, ByAuthor([]byte("approvals: {byAuthor: true")))
	assert.False(t, ByAuthor(nil))
	for _, text := range []string{"", "# nothing\n", "stacks: {dev: }\n"} {
		policy, err = Parse([]byte(text), stacks)
		require.NoError(t, err, text)
		assert.Equal(t, Rule{When: Asked}, policy.Rule("dev"))
		assert.False(t, policy.Approvals.ByAuthor)
	}
}

func TestAPolicyThatIsWrongTellsAllOfIt(t *testing.T) {
	_, err := Parse([]byte("stacks:\n  quality: {}\n  dev: {when: pushed}\n  staging: {when: push, approvers: ['@ann', '']}\n"), stacks)
	require.Error(t, err)
	assert.Equal(t, `deployments.yaml has 5 problems; nothing was done:
  stacks.dev.when: "pushed"
    rule:  it is what has the stack deployed
    write: push or asked
  stacks.quality: "quality"
    rule:  there is no such stack in any system
    write: one of dev, prod, staging
  stacks.staging.approvers[0]: "@ann"
    rule:  it is one person's login at the forge
    write: a login, such as ann
  stacks.staging.approvers[1]: ""
    rule:  it is one person's login at the forge
    write: a login, such as ann
  stacks.staging.approvers: "@ann, "
    rule:  a stack that each push deploys waits for nobody
    write: when: asked, or no approvers`, err.Error())
	for text, says := range map[string]string{
		"stacks:\n  dev: {whne: push}\n":  "field whne not found",
		"approval: {byAuthor: true}\n":    "line 1: field approval not found",
		"stacks: [dev]\n":                 "line 1",
		"stacks:\n\tdev: {}\n":            "line 2",
		"approvals: {byAuthor: perhaps}":  "perhaps",
		"stacks: {dev: {}, dev: {}}\n":    "already defined",
		"stacks: {dev: {approvers: ann}}": "line 1",
	} {
		_, err := Parse([]byte(text), stacks)
		assert.ErrorContains(t, err, says, text)
		assert.ErrorContains(t, err, "nothing was done", text)
		assert.ErrorContains(t, err, "write:", text)
		assert.NotContains(t, err.Error(), "deploy.", text)
	}
}

func TestNothingOfAPolicyReachesATerminalAsItIs(t *testing.T) {
	for _, text := range []string{
		`stacks: {dev: {when: "\e[31mpush"}}`, `stacks: {"\e[31m": {}}`, `approvals: {byAuthor: "\e[3"}`,
		`stacks: {dev: {approvers: ["a\u202eb c"]}}`, `"\e[31m": 1`,
	} {
		_, err := Parse([]byte(text), stacks)
		require.Error(t, err, text)
		assert.NotContains(t, err.Error(), "\x1b", text)
		assert.NotContains(t, err.Error(), "\u202e", text)
	}
}

func TestWithoutAFileEveryStackWaits(t *testing.T) {
	policy, err := Read(filepath.Join(t.TempDir(), File), stacks)
	require.NoError(t, err)
	assert.Equal(t, Rule{When: Asked}, policy.Rule("dev"))
}

func TestThePolicyOfThisCheckoutIsRight(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", File))
	require.NoError(t, err)
	_, err = Parse(text, stacks)
	require.NoError(t, err)
}
