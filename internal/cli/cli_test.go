package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
)

// checkout makes a checkout of one system and goes there.
func checkout(t *testing.T) {
	t.Helper()
	root := t.TempDir()
	for name, content := range map[string]string{
		"go.mod": "module groundwork\n", "Pulumi.yaml": "name: stockindicator\n", "Pulumi.dev.yaml": "config: {}\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte(content), 0o600))
	}
	t.Chdir(root)
	t.Setenv("GROUNDWORK_HOME", "")
}

func run(t *testing.T, program Program, line string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = Run(t.Context(), program, strings.Fields(line), strings.NewReader(""), &out, &err)
	return code, out.String(), err.String()
}

func TestOutsideOfACheckoutTheCommandSaysWhereToGo(t *testing.T) {
	t.Chdir(t.TempDir())
	code, _, stderr := run(t, Program{}, "local list")
	assert.Equal(t, ExitUsage, code)
	assert.Contains(t, stderr, "run the command inside the project's folder")
}

// twoProblems is a stack file's error as spec gives it.
type twoProblems struct{}

func (twoProblems) Error() string   { return "Pulumi.dev.yaml has 2 problems; nothing was created: ..." }
func (twoProblems) Lines() []string { return []string{"first", "second"} }

func TestABadStackFileIsRefusedBeforeAnythingStarts(t *testing.T) {
	checkout(t)
	program := Program{Check: func(string, string, string) error { return twoProblems{} }}

	code, stdout, stderr := run(t, program, "local up")
	assert.Equal(t, ExitUsage, code)
	assert.Empty(t, stdout)
	assert.Contains(t, stderr, "2 problems")

	code, stdout, _ = run(t, program, "local up --json")
	assert.Equal(t, ExitUsage, code)
	var result engine.Result
	require.NoError(t, json.Unmarshal([]byte(stdout), &result))
	assert.Equal(t, engine.Failed, result.Result)
	assert.Equal(t, []string{"first", "second"}, result.Problems)
	assert.NoDirExists(t, ".groundwork")
}

func TestNothingThatATerminalObeysIsPrinted(t *testing.T) {
	checkout(t)
	program := Program{Check: func(string, string, string) error { return errors.New("two\nlines\x1b[2J\u202e") }}
	_, _, stderr := run(t, program, "local up")
	assert.Contains(t, stderr, "two\nlines\\u001b[2J\\u202e")
	_, _, stderr = run(t, Program{}, "local up --stack \x1b]0;x\a")
	assert.NotContains(t, stderr, "\x1b")
}

func TestWithJSONEvenAMistakeIsOneJSONValue(t *testing.T) {
	checkout(t)
	code, stdout, stderr := run(t, Program{}, "local up --stack test --json")
	assert.Equal(t, ExitUsage, code)
	assert.Contains(t, stderr, "no stack")
	var result engine.Result
	require.NoError(t, json.Unmarshal([]byte(stdout), &result))
	assert.Equal(t, []string{`no stack "test" in system "stockindicator"; there are: dev`}, result.Problems)
}

func TestAnEmptyCloudListsNothing(t *testing.T) {
	checkout(t)
	code, stdout, stderr := run(t, Program{}, "local list --json")
	assert.Equal(t, ExitOK, code, stderr)
	assert.JSONEq(t, "[]", stdout)
	for line, want := range map[string]string{"local list": "the local cloud is empty\n", "local saved": "nothing is saved\n"} {
		code, stdout, stderr = run(t, Program{}, line)
		assert.Equal(t, ExitOK, code, line)
		assert.Empty(t, stdout, line)
		assert.Equal(t, want, stderr, line)
	}
}

func TestResetForgetsEverything(t *testing.T) {
	checkout(t)
	state := filepath.Join(".groundwork", "state", "stack.json")
	require.NoError(t, os.MkdirAll(filepath.Dir(state), 0o755))
	require.NoError(t, os.WriteFile(state, []byte("{}"), 0o600))
	code, _, stderr := run(t, Program{}, "local reset --yes")
	assert.Equal(t, ExitOK, code, stderr)
	assert.NoFileExists(t, state)
}

func TestTheSummarySaysWhatChangedInWords(t *testing.T) {
	up := operationRun{operation: engine.Up}
	preview := operationRun{operation: engine.Preview}
	assert.Equal(t, "no change, 7 unchanged", counted(up, engine.Changes{Same: 7}))
	assert.Equal(t, "3 created, 1 replaced, 2 unchanged", counted(up, engine.Changes{Create: 3, Replace: 1, Same: 2}))
	assert.Equal(t, "1 to be deleted", counted(preview, engine.Changes{Delete: 1}))

	var out, problems bytes.Buffer
	result := engine.Result{System: "shop", Stack: "dev", Result: engine.Failed, Problems: []string{"no room"}, Outputs: map[string]any{"urls": []any{"a", "b"}}}
	require.NoError(t, writeSummary(&out, &problems, up, result))
	assert.Equal(t, "error: no room\n", problems.String())
	assert.Contains(t, out.String(), "urls                     a\n                           b\n")
	assert.Contains(t, out.String(), "up dev of shop failed: no change")
}

func TestProgressInAPipeIsPlainLines(t *testing.T) {
	var out bytes.Buffer
	progress := newLines(&out)
	step := engine.Step{Operation: apitype.OpCreate, Type: "aws:ec2/vpc:Vpc", Name: "network-vpc"}
	progress.Started(step)
	progress.Finished(step)
	step.Failed = true
	progress.Finished(step)
	assert.NotContains(t, out.String(), "\r")
	assert.Equal(t, 2, strings.Count(out.String(), "\n"))
	assert.Contains(t, out.String(), "! failed")
}

func TestAWriteThatFailsIsAnError(t *testing.T) {
	assert.ErrorContains(t, printJSON(broken{}, 1), "no space")
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space") }

func TestAssignmentsAreReadAsTheyAreWritten(t *testing.T) {
	values, err := assignments([]string{"multiAz=false", "tags.Owner=me", `list=["a"]`, "text=a=b", "empty="})
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"multiAz": "false", "tags.Owner": "me", "list": `["a"]`, "text": "a=b", "empty": ""}, values)
	_, err = assignments([]string{"multiAz", "a=1", "a=2", "=3"})
	for _, problem := range []string{`"multiAz" is not PROPERTY=VALUE`, `"=3" is not PROPERTY=VALUE`, `"a" has two values`} {
		assert.ErrorContains(t, err, problem)
	}
}

func TestAChangeByHandNamesWhatThereIs(t *testing.T) {
	checkout(t)
	code, _, stderr := run(t, Program{}, "local create aws:ecr/repository:Repository stray name=stray tags.Owner=me")
	require.Equal(t, ExitOK, code, stderr)
	for line, want := range map[string]string{
		"local set aws:ecr/repository:Repository other imageTagMutability=MUTABLE": `no aws:ecr/repository:Repository is called "other"; there are: stray`,
		"local set aws:ecr/repository:Repository stray colour=red":                 `aws:ecr/repository:Repository stray was not changed: has no property "colour"`,
		"local set aws:ecr/repository:Repostory stray forceDelete=true":            `no resource type "aws:ecr/repository:Repostory"; the nearest is aws:ecr/repository:Repository`,
		"local delete aws:s3/bucketV2:BucketV2 any":                                `no aws:s3/bucketV2:BucketV2 is called "any"; there is none`,
		"local delete awz:s3/bucketV2:BucketV2 any":                                `no package "awz"; there are: aws, `,
		"local create aws:ecr/repository:Repository other nam=x":                   `nearest known one is "name"`,
	} {
		code, _, stderr = run(t, Program{}, line)
		assert.Equal(t, ExitUsage, code, line)
		assert.Contains(t, stderr, want, line)
	}
	code, stdout, stderr := run(t, Program{}, "local delete aws:ecr/repository:Repository stray")
	assert.Equal(t, ExitOK, code, stderr)
	assert.Equal(t, "deleted aws:ecr/repository:Repository stray\n", stdout)
	code, _, _ = run(t, Program{}, "local set x")
	assert.Equal(t, ExitUsage, code)
}

func TestTheBootstrapIsAProgramOfItsOwn(t *testing.T) {
	checkout(t)
	require.NoError(t, os.Mkdir("bootstrap", 0o755))
	require.NoError(t, os.WriteFile("bootstrap/Pulumi.yaml", []byte("name: bootstrap\n"), 0o600))
	require.NoError(t, os.WriteFile("bootstrap/Pulumi.account.yaml", []byte("config: {}\n"), 0o600))
	program := Program{
		Check:  func(string, string, string) error { return errors.New("the systems' check") },
		Others: map[string]Program{"bootstrap": {Check: func(string, string, string) error { return errors.New("the bootstrap's check") }}},
	}
	_, _, stderr := run(t, program, "local up --system bootstrap --stack account")
	assert.Contains(t, stderr, "the bootstrap's check")
	_, _, stderr = run(t, program, "local up")
	assert.Contains(t, stderr, "the systems' check")
	_, _, stderr = run(t, program, "local up --system shop")
	assert.Contains(t, stderr, `no system "shop" in this checkout; there are: stockindicator, bootstrap`)
}
