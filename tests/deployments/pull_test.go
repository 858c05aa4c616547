package deployments

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
)

// forgeGuardOpen is an environment that asks reviewers and keeps no branch out.
var forgeGuardOpen = forge.Guard{Reviewers: true}

func itoa(number int) string { return strconv.Itoa(number) }

// preview writes what an engine says of the working tree's change of a stack.
func (p *play) preview(system, stack, path string) {
	p.t.Helper()
	opened, err := openCloud(p.cloudFile())
	require.NoError(p.t, err)
	pulumi := fakePulumi{project: system, stack: stack, where: system + "/" + stack}
	wanted, err := readDeclared(filepath.Join(p.origin, folders[system]), stack)
	require.NoError(p.t, err)
	state := opened.Stacks[system+"/"+stack]
	p.events(path, pulumi.events(state, compare(state, wanted), wanted))
}

// nothing is what an engine says of no change.
func (p *play) nothing() string {
	path := filepath.Join(p.t.TempDir(), "nothing.jsonl")
	p.events(path, nil)
	return path
}

func (p *play) events(path string, events []apitype.EngineEvent) {
	p.t.Helper()
	var lines []byte
	all := append([]apitype.EngineEvent{{PreludeEvent: &apitype.PreludeEvent{}}}, events...)
	for i, event := range append(all, apitype.EngineEvent{SummaryEvent: &apitype.SummaryEvent{}}) {
		event.Sequence = i
		line, err := json.Marshal(event)
		require.NoError(p.t, err)
		lines = append(append(lines, line...), '\n')
	}
	require.NoError(p.t, os.WriteFile(path, lines, 0o600))
}

// eventFile is the event of a push of ann's to a pull request from main.
func (p *play) eventFile() string {
	path := filepath.Join(p.t.TempDir(), "event.json")
	head := p.git("rev-parse", "HEAD")
	content := fmt.Sprintf(`{"action":"labeled","sender":{"login":"mina"},"number":1,"pull_request":{"number":1,
		"base":{"ref":"main","sha":%q,"repo":{"full_name":"acme/web"}},"head":{"ref":"change","sha":%q,"repo":{"full_name":"acme/web"}}}}`, head, head)
	require.NoError(p.t, os.WriteFile(path, []byte(content), 0o600))
	return path
}
