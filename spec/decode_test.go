package spec

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const minimal = `
config:
  aws:region: us-east-1
  groundwork:domain: {name: example.com, zoneId: 0da42c8d2132a9ddaf714f9e7c920711}
`

func read(t *testing.T, stack, content string) *System {
	t.Helper()
	return readOn(t, today, stack, content)
}

func readOn(t *testing.T, day time.Time, stack, content string) *System {
	t.Helper()
	sys, err := parseFile([]byte(content), "Pulumi."+stack+".yaml", "example", stack, day)
	require.NoError(t, err)
	return sys
}

func problemsOf(t *testing.T, content string) Problems {
	t.Helper()
	_, err := parseFile([]byte(content), "Pulumi.dev.yaml", "example", "dev", today)
	var problems Problems
	require.ErrorAs(t, err, &problems)
	return problems
}

func TestAStackFileThatSaysAlmostNothingHasTheDefaultsOfItsEnvironment(t *testing.T) {
	for _, stack := range []string{"dev", "staging", "prod"} {
		sys := read(t, stack, minimal)
		want := defaultSystem(Environment(stack), "us-east-1")
		assert.Equal(t, want.Network, sys.Network, stack)
		assert.Equal(t, want.Protection, sys.Protection, stack)
		assert.Nil(t, sys.Database, stack)
	}
}

func TestAStackWithAnotherNameSaysItsEnvironment(t *testing.T) {
	sys := read(t, "review-42", minimal+"  groundwork:environment: dev\n")
	assert.Equal(t, Dev, sys.Environment)
	_, err := parseFile([]byte(minimal), "Pulumi.review-42.yaml", "example", "review-42", today)
	assert.ErrorContains(t, err, `the stack is called "review-42"`)
}

func TestEmptySectionsTakeTheirDefaults(t *testing.T) {
	sys := read(t, "prod", minimal+"  groundwork:database: {}\n  groundwork:cache: {}\n")
	assert.True(t, sys.Database.MultiAZ)
	assert.Equal(t, "example", sys.Database.Name)
	assert.Equal(t, "db.t4g.large", sys.Database.ReplicaClass)
	assert.Equal(t, 1, sys.Cache.Replicas)
}

func TestWhatIsWrittenIsLaidOverTheDefaults(t *testing.T) {
	sys := read(t, "prod", minimal+"  groundwork:database: {multiAz: false, storage: 200GB}\n")
	assert.False(t, sys.Database.MultiAZ)
	assert.Equal(t, 200*Gi, sys.Database.Storage)
	assert.Equal(t, 7, sys.Database.Backups.Days(), "the rest keeps its default")
}

func TestAnchorsAliasesAndMergesAreRead(t *testing.T) {
	sys := read(t, "dev", minimal+`
  groundwork:services:
    one: &worker {kind: worker, tag: v1, cpu: 100m, memory: 64Mi, env: &env {LOG_LEVEL: info}}
    two: {<<: *worker, tag: v2, env: *env}
`)
	assert.Equal(t, "v2", sys.Services["two"].Tag)
	assert.Equal(t, CPU(100), sys.Services["two"].CPU)
	assert.Equal(t, "info", sys.Services["two"].Env["LOG_LEVEL"])
}

func TestAnAliasInsideItsOwnAnchorEndsInAMessage(t *testing.T) {
	problems := problemsOf(t, "config: &a\n  groundwork:tags: *a\n")
	assert.Contains(t, problems[0].Rule, "aliases")
}

func TestNumbersMayComeAsTexts(t *testing.T) {
	sys := read(t, "dev", minimal+"  groundwork:database: {replicas: \"1\", multiAz: \"true\"}\n")
	assert.Equal(t, 1, sys.Database.Replicas)
	assert.True(t, sys.Database.MultiAZ)
}

func TestWholeNumbersWillDoForTextsUnlessYAMLChangesThem(t *testing.T) {
	sys := read(t, "dev", minimal+"  groundwork:tags: {cost: 4711}\n")
	assert.Equal(t, "4711", sys.Tags["cost"])
	problems := problemsOf(t, minimal+"  groundwork:tags: {cost: 0123}\n")
	assert.Equal(t, `cost: "0123" (in quotes)`, problems[0].Instead)
}

func TestWhatCannotBeReadIsNoSecondProblem(t *testing.T) {
	problems := problemsOf(t, minimal+"  groundwork:services: {a: {kind: worker, tag: 1.10, cpu: 1x, memory: 64Mi}}\n")
	require.Len(t, problems, 2)
	assert.Equal(t, "groundwork:services.a.tag", problems[0].Path)
	assert.Equal(t, "groundwork:services.a.cpu", problems[1].Path)
}

func TestKeysWithOddCharactersAreQuotedInPaths(t *testing.T) {
	assert.Equal(t, `groundwork:database.parameters["rds.force_ssl"]`, at("database", "parameters", "rds.force_ssl"))
	problems := problemsOf(t, minimal+"  groundwork:database: {parameters: {rds.force_ssl: \"0\"}}\n")
	assert.Equal(t, `groundwork:database.parameters["rds.force_ssl"]`, problems[0].Path)
}

func TestTheNearestKeyIsSuggested(t *testing.T) {
	for mistyped, want := range map[string]string{"databse": "database", "zoneID": "zoneId", "production": "prod", "completely": ""} {
		assert.Equal(t, want, nearest(mistyped, []string{"database", "cache", "zoneId", "prod"}), mistyped)
	}
}

// FuzzReading: whatever a file holds, reading it ends in a system or a message.
func FuzzReading(f *testing.F) {
	files, err := filepath.Glob("testdata/*.yaml")
	require.NoError(f, err)
	for _, file := range append(files, "../Pulumi.prod.yaml") {
		content, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(string(content))
	}
	f.Add("config: &a [*a]")
	f.Add("config:\n  groundwork:services:\n    api:\n  groundwork:jobs: {backup: 5}\n  groundwork:buckets: {logs: null}")
	f.Add("config: {groundwork:compute: {eks: {nodes: {type: t3.nano, min: -1, max: 99999999}}}}")
	f.Fuzz(func(t *testing.T, content string) {
		sys, err := parseFile([]byte(content), "Pulumi.dev.yaml", "example", "dev", today)
		if (sys == nil) == (err == nil) {
			t.Fatal("either a system or an error")
		}
		if err != nil && !strings.Contains(err.Error(), "nothing was created") {
			t.Fatal(err)
		}
		if sys != nil {
			Tradeoffs(sys)
		}
	})
}

// FuzzText: the same for the texts that the engine hands over.
func FuzzText(f *testing.F) {
	for _, seed := range []string{`{"api":{"kind":"web","port":8000}}`, `[1,{"a":null}]`, `{`, `null`, `{} {}`, `{"a":1e999}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		c := newCollector("Pulumi.dev.yaml")
		src := source{file: c.file, project: "example", stack: "dev", region: "us-east-1", root: &node{kind: object}, today: today}
		for _, key := range knownKeys() {
			src.take(key, func() (*node, error) { return parseText(value, false) }, c)
		}
		if sys, err := src.system(c); (sys == nil) == (err == nil) {
			t.Fatal("either a system or an error")
		}
	})
}
