package cli

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
)

func TestACloudIsSavedListedRestoredAndForgotten(t *testing.T) {
	checkout(t)
	did := func(line string) string {
		t.Helper()
		code, stdout, stderr := run(t, Program{}, line)
		require.Equal(t, ExitOK, code, "%s: %s", line, stderr)
		return stdout
	}
	did("local create aws:ecr/repository:Repository first name=first")
	assert.Regexp(t, `^saved base: 1 object, no stack, \d+ B; \d+ B more on the disk\n$`, did("local save base"))
	did("local delete aws:ecr/repository:Repository first")
	var kept engine.Saved
	require.NoError(t, json.Unmarshal([]byte(did("local save empty --json")), &kept))
	assert.Equal(t, "empty", kept.Name)
	assert.Zero(t, kept.Objects)

	assert.Regexp(t, `^restored base: 1 object, no stack, \d+ B\n$`, did("local restore base"))
	assert.Contains(t, did("local list"), "first")
	assert.Regexp(t, `(?s)^base  .*1 object.*\nempty  .*0 objects.*\n$`, did("local saved"))

	var list []engine.Saved
	require.NoError(t, json.Unmarshal([]byte(did("local saved --delete base --json")), &list))
	require.Len(t, list, 1)
	assert.Equal(t, "empty", list[0].Name)
	require.NoError(t, json.Unmarshal([]byte(did("local saved --delete empty --json")), &list))
	assert.Empty(t, list)
}

func TestANameThatMakesNoSenseIsAMistakeOnTheCommandLine(t *testing.T) {
	checkout(t)
	for line, want := range map[string]string{
		"local save":                 "groundwork local save needs one name, got 0",
		"local save a b":             "groundwork local save needs one name, got 2",
		"local restore ../x":         `"../x" is no name for a save`,
		"local saved --delete A":     `"A" is no name for a save`,
		"local restore base":         `nothing is saved as "base"; none is saved yet`,
		"local saved --delete base":  `nothing is saved as "base"; none is saved yet`,
		"local saved base":           `groundwork local saved takes no argument`,
		"local restore base --stack": "unknown flag: --stack",
	} {
		code, stdout, stderr := run(t, Program{}, line)
		assert.Equal(t, ExitUsage, code, line)
		assert.Contains(t, stderr, want, line)
		assert.Empty(t, stdout, line)
	}
}
