package deployments

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
	"groundwork/tests/deployments/account"
)

// forgeGuardOpen is an environment that asks reviewers and keeps no branch out.
var forgeGuardOpen = forge.Guard{Reviewers: true}

func itoa(number int) string { return strconv.Itoa(number) }

// preview writes what an engine says of the working tree's change of a stack.
func (p *play) preview(system, stack, path string) {
	p.t.Helper()
	opened, err := account.Open(p.cloudFile())
	require.NoError(p.t, err)
	wanted, err := account.ReadDeclared(filepath.Join(p.origin, folders[system]), stack)
	require.NoError(p.t, err)
	state := opened.Stacks[system+"/"+stack]
	p.events(path, account.Events(system, stack, state, wanted))
}

// nothing is what an engine says of no change.
func (p *play) nothing() string {
	path := filepath.Join(p.t.TempDir(), "nothing.jsonl")
	p.events(path, []apitype.EngineEvent{{SummaryEvent: &apitype.SummaryEvent{}}})
	return path
}

func (p *play) events(path string, events []apitype.EngineEvent) {
	p.t.Helper()
	var lines []byte
	all := append([]apitype.EngineEvent{{PreludeEvent: &apitype.PreludeEvent{}}}, events...)
	for i, event := range all {
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

// command runs groundwork in the working tree, as a job about a pull request.
func (p *play) command(name string, pull int, args ...string) {
	p.t.Helper()
	r := &run{play: p, event: event{name: "pull_request", commit: p.git("rev-parse", "HEAD")}}
	w := &workplace{run: r, of: &instance{job: &job{}}, output: filepath.Join(p.t.TempDir(), "output"), role: "preview"}
	test, err := os.Executable()
	require.NoError(p.t, err)
	command := exec.Command(test, append([]string{name}, args...)...)
	command.Args[0] = "groundwork"
	command.Args = append(command.Args, "--pull-request", itoa(pull))
	command.Dir, command.Env = p.origin, w.environment(step{Env: map[string]string{
		"GITHUB_TOKEN": p.token, "GITEA_TOKEN": p.token, "GITHUB_EVENT_PATH": p.eventFile(),
	}})
	said, err := command.CombinedOutput()
	p.t.Logf("%s %v: %s", name, args, said)
	if err != nil {
		require.ErrorAs(p.t, err, new(*exec.ExitError))
	}
}
