package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestABaseIsAProgramThatWasChangedLater(t *testing.T) {
	log := "\x00c5 2026-11-05 Fifth\n\ndocs/a.md\n\x00c4 2026-11-04 Fourth: a b\n\nstacks/a.go\ndocs/a.md\n\x00c3 2026-11-03 Third\n\x00c2 2026-11-02 Second\n\nstacks/b.go\n\x00c1 2026-11-01 First\n\nstacks/b.go\n"
	found := differing(log, func(file string) bool { return strings.HasPrefix(file, "stacks/") })
	assert.Equal(t, []commit{{"c3", "2026-11-03", "Third"}, {"c1", "2026-11-01", "First"}}, found)
}

// history is a clone with so many commits of its origin's five; 0 is all.
func history(t *testing.T, depth string) string {
	t.Helper()
	origin, clone := t.TempDir(), filepath.Join(t.TempDir(), "clone")
	run := func(args ...string) {
		command := exec.Command("git", append([]string{"-C", origin, "-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
		output, err := command.CombinedOutput()
		require.NoError(t, err, "%s", output)
	}
	run("init", "--quiet", "--initial-branch=main")
	for _, content := range []string{"1", "2", "3", "4", "5"} {
		require.NoError(t, os.WriteFile(filepath.Join(origin, "main.go"), []byte(content), 0o600))
		run("add", ".")
		run("commit", "--quiet", "-m", content)
	}
	run(append([]string{"clone", "--quiet"}, strings.Fields(depth+" file://"+origin+" "+clone)...)...)
	return clone
}

func TestAShallowCloneSaysHowToGetTheHistory(t *testing.T) {
	anything := func(string) bool { return true }
	found, err := earlier(t.Context(), history(t, ""), anything, 20)
	require.NoError(t, err)
	assert.Len(t, found, 4, "there are no more")
	assert.Equal(t, "4", found[0].subject)

	shallow := history(t, "--depth=3")
	found, err = earlier(t.Context(), shallow, anything, 2)
	require.NoError(t, err)
	assert.Len(t, found, 2)
	_, err = earlier(t.Context(), shallow, anything, 3)
	assert.ErrorContains(t, err, "with 2 of the 3 bases")
	assert.ErrorContains(t, err, "fetch-depth: 0")
}

func TestWhatCameIsNamedByWhatTheCommandSays(t *testing.T) {
	told := func(verdict, back string) string {
		return `{"system":"shop","stack":"dev","verdict":"` + verdict + `","back":"` + back + `","reason":"","at":""}`
	}
	for _, c := range []struct {
		printed, said string
		kind          kind
		line          string
	}{
		{told("works", "works"), "shop/dev: going back\nshop/dev: comes up; the way back works\n", works, "shop/dev: comes up; the way back works"},
		{told("works", "none"), "one way", oneWay, "one way"},
		{told("works", "fails"), "x", fails, "x"},
		{told("works", "untried"), "x", unknown, "x"},
		{told("fails", "works"), "x", fails, "x"},
		{told("loses", "fails"), "x", fails, "x"},
		{told("loses", "works"), "x", loses, "x"},
		{told("refused", "untried"), "x", refused, "x"},
		{told("unchanged", "untried"), "x", unchanged, "x"},
		{"", "error: building the program as 1a2b has it: go build: exit status 1;\n  its last words: undefined: x", unbuilt, "1a2b has it: go build: exit status 1; its last words: undefined: x"},
		{"", "shop/dev: bringing up\nerror: the base, 1a2b, does not come up, so nothing can be rehearsed on it: an unhandled error occurred: program failed: \n1 error occurred:\n\t* Pulumi.dev.yaml has 1 problem; nothing was created:\n  groundwork:x: 1\n    rule: no", wrong, "groundwork:x: 1 rule: no"},
		{"", "error: the base, 1a2b, does not come up, so nothing can be rehearsed on it: vpc: no", down, "vpc: no"},
		{"", "error: no such file", unknown, "error: no such file"},
	} {
		assert.Equal(t, outcome{c.kind, c.line}, judge([]byte(c.printed), c.said), c.said)
	}
}

// What is known is not done again.
func TestAReportIsGoneOnWith(t *testing.T) {
	dir, command := t.TempDir(), filepath.Join(t.TempDir(), "command")
	require.NoError(t, os.WriteFile(command, []byte("1"), 0o600))
	first, second := commit{id: "c1"}, commit{id: "c2"}
	r, err := openReport(dir, command)
	require.NoError(t, err)
	require.NoError(t, r.record(first, "shop/dev", outcome{works, "fine"}))
	require.NoError(t, r.Close())

	r, err = openReport(dir, command)
	require.NoError(t, err)
	came, known := r.outcome(first, "shop/dev")
	assert.True(t, known)
	assert.Equal(t, outcome{works, "fine"}, came)
	_, known = r.outcome(second, "shop/dev")
	assert.False(t, known)
	require.NoError(t, r.record(second, "shop/dev", outcome{unbuilt, "undefined: x"}))
	var said bytes.Buffer
	require.NoError(t, r.tell(&said, []commit{first, second}, []string{"shop/dev"}))
	assert.Equal(t, "1 of 2 rehearsals on 2 bases passed\n   1 works\n   1 base not built\n", said.String())
	said.Reset()
	require.NoError(t, r.tell(&said, nil, []string{"shop/dev"}), "a repository that has just begun")
	assert.Equal(t, "there is no earlier program to rehearse this one on\n", said.String())
	require.NoError(t, r.record(second, "shop/site", outcome{fails, "no"}))
	assert.ErrorContains(t, r.tell(&said, []commit{first, second}, []string{"shop/dev", "shop/site"}), "of the rehearsals on earlier programs, 1 failed")
	assert.ErrorContains(t, r.tell(&said, []commit{second}, []string{"shop/dev"}), "none of the bases could be passed")
	require.NoError(t, r.Close())

	require.NoError(t, os.WriteFile(command, []byte("2"), 0o600))
	r, err = openReport(dir, command)
	require.NoError(t, err)
	assert.Empty(t, r.All(), "another command is asked anew")
	require.NoError(t, r.Close())
	_, err = openReport(dir, command+"-not")
	assert.ErrorContains(t, err, "make build")
}
