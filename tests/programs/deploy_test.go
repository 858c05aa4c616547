package programs

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// deployable puts scripts/deploy beside a program, in a repository as a runner has
// it, with a groundwork that reports nothing.
func deployable(t *testing.T, program string) *project {
	t.Helper()
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("scripts/deploy needs jq, which runners have")
	}
	p := newProject(t, program)
	script, err := os.ReadFile("../../scripts/deploy")
	require.NoError(t, err)
	for path, text := range map[string]string{"scripts/deploy": string(script), "bin/groundwork": "#!/bin/sh\n"} {
		path = filepath.Join(p.dir, path)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o755))
	}
	_, err = p.run(p.dir, "git", "init", "-q")
	require.NoError(t, err)
	_, err = p.run(p.dir, "git", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "--allow-empty", "-m", "one")
	require.NoError(t, err)
	return p
}

// What an engine says of a plan twice must be the same, unknown and secret values
// among it; and what it says of another plan, another thing.
func TestADeploymentDoesWhatWasPlannedOrNothing(t *testing.T) {
	t.Parallel()
	p := deployable(t, "vpc-rds")
	deploy := func(what string) error {
		_, err := p.run(p.dir, "scripts/deploy", what, "vpc-rds", "dev", "digest")
		return err
	}
	p.pulumi("config", "set", "aws:region", "eu-west-1")
	require.NoError(t, deploy("plan"))
	require.NoError(t, deploy("up"))
	databases := p.names("aws:rds/instance:Instance")
	assert.Len(t, databases, 1)

	p.pulumi("config", "set", "instanceClass", "db.t3.small")
	require.NoError(t, deploy("plan"))
	p.pulumi("config", "set", "instanceClass", "db.t3.medium")
	assert.ErrorContains(t, deploy("up"), "nothing was changed; plan again")
	p.pulumi("config", "set", "instanceClass", "db.t3.small")
	require.NoError(t, deploy("up"))
	p.pulumi("up", "--yes", "--expect-no-changes")

	require.NoError(t, deploy("plan"))
	p.pulumi("refresh", "--yes")
	assert.ErrorContains(t, deploy("up"), "nothing was changed; plan again", "somebody else has written the state")
	p.pulumi("destroy", "--yes")
}
