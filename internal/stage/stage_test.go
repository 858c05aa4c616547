package stage

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
	"groundwork/internal/rehearsal"
)

func TestWhatFailedIsFoundByTheNameThatTheEnginePutsFirst(t *testing.T) {
	set := changes.Set{Resources: []changes.Resource{
		{Type: "aws:ec2/vpc:Vpc", Name: "network"}, {Type: "aws:ec2/natGateway:NatGateway", Name: "network-nat", Failed: true},
		{Type: "aws:ec2/eip:Eip", Name: "network-nat"},
	}}
	assert.Equal(t, []rehearsal.Fault{
		{At: "aws:ec2/natGateway:NatGateway network-nat", Reason: "creating: the address is in use"},
		{Reason: "shop-dev: the program failed"}, {Reason: "interrupted"},
	}, faultsOf(set, []string{"network-nat: creating: the address is in use", "shop-dev: the program failed", "interrupted"}))
	assert.Nil(t, faultsOf(set, nil))
}

func TestComponentsAreNotRestless(t *testing.T) {
	faults := restless(changes.Set{Resources: []changes.Resource{
		{Type: "groundwork:vpc:VPC", Name: "network", Component: true, Operation: changes.Update},
		{Type: "aws:ec2/vpc:Vpc", Name: "network-vpc", Operation: changes.Update, Properties: []changes.Property{{Path: "tags.a"}, {Path: "tags.b"}}},
		{Type: "aws:ec2/eip:Eip", Name: "network-nat", Operation: changes.Same},
	}})
	assert.Equal(t, []rehearsal.Fault{{At: "aws:ec2/vpc:Vpc network-vpc", Reason: "update tags.a, tags.b"}}, faults)
}

func TestTheOldestProgramsAreForgotten(t *testing.T) {
	dir := t.TempDir()
	for age := range 5 {
		path := filepath.Join(dir, strconv.Itoa(age))
		require.NoError(t, os.WriteFile(path, nil, 0o600))
		at := time.Now().Add(-time.Duration(age) * time.Hour)
		require.NoError(t, os.Chtimes(path, at, at))
	}
	require.NoError(t, forgetOldest(dir, 3))
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	assert.Equal(t, []string{filepath.Join(dir, "0"), filepath.Join(dir, "1"), filepath.Join(dir, "2")}, left)
	require.NoError(t, forgetOldest(dir, 9))
}

func TestTheSameProgramIsBuiltOnceForAllSystems(t *testing.T) {
	stub := func(source string, more ...string) string {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(source), 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "main_test.go"), []byte("package main\n"), 0o600))
		for _, name := range more {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("package main\n"), 0o600))
		}
		return dir
	}
	const deploy = "package main\n\nfunc main() { println(1) }\n"
	reference := stub("// Command groundwork-shop is one.\n" + deploy)
	assert.True(t, sameProgram(reference, stub("// Command groundwork-site\n// is another.\n"+deploy)))
	for what, other := range map[string]string{
		"another program":             stub("package main\n\nfunc main() { println(2) }\n"),
		"a second file":               stub(deploy, "more.go"),
		"something for the compiler":  stub("//go:build linux\n\n" + deploy),
		"what is no Go":               stub("package"),
		"a folder that there is not":  filepath.Join(reference, "no"),
		"a folder without any source": t.TempDir(),
	} {
		assert.False(t, sameProgram(reference, other), what)
	}
}

func TestAsManyGoSideBySideAsThereIsRoomFor(t *testing.T) {
	for _, c := range []struct {
		processors int
		memory     uint64
		want       int
	}{{2, 8 << 30, 2}, {8, 3 << 30, 6}, {4, 600 << 20, 1}, {4, 100 << 20, 1}, {4, 0, 1}} {
		assert.Equal(t, c.want, abreast(c.processors, c.memory))
	}
	done := make([]bool, 9)
	Each(len(done), func(i int) { done[i] = true })
	assert.NotContains(t, done, false)
}
