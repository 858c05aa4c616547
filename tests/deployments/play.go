// Package deployments plays the workflows of the checkout, on their own parts: their
// jobs, conditions, matrices, concurrency groups and scripts as the files have them,
// the real command, and a forge, a git repository and an engine that stand in.
package deployments

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
	"groundwork/internal/forge/forgetest"
	"groundwork/tests/deployments/account"
)

// play is a repository on a forge, and an account.
type play struct {
	t      *testing.T
	gitea  bool
	server *forgetest.Server
	token  string
	// origin is the repository, tools are the commands of a job.
	origin, tools string
	// environments are those that the repository has; true are reviewed.
	environments map[string]bool
	runs         []*run
}

// built builds the pulumi that stands in, once: a small program, since a job starts it a
// dozen times.
var built = sync.OnceValues(func() (string, error) {
	path, err := filepath.Abs("../../.bin/pulumi-that-stands-in")
	if err != nil {
		return "", err
	}
	output, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", path, "./account/pulumi").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, output)
	}
	return path, nil
})

// newPlay is a checkout of two systems, shop and forum, with dev and prod, of which
// everything is deployed.
func newPlay(t *testing.T, gitea bool) *play {
	t.Helper()
	if gitea && os.Getenv("GROUNDWORK_REVIEWS") == "" {
		t.Skip("make reviews plays it on Gitea too")
	}
	p := &play{t: t, gitea: gitea, origin: t.TempDir(), tools: t.TempDir(), environments: map[string]bool{"dev": false, "prod": true}}
	self := forgetest.User{Login: "github-actions[bot]", App: true}
	if gitea {
		p.server, self = forgetest.NewGitea("acme/web"), forgetest.User{Login: "gitea-actions"}
	} else {
		p.server = forgetest.NewGitHub("acme/web")
	}
	t.Cleanup(p.server.Close)
	p.token = p.server.Token(self)
	p.guard()
	pulumi, err := built()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(pulumi, filepath.Join(p.tools, "pulumi")))
	p.git("init", "-q", "-b", "main")
	p.git("config", "uploadpack.allowAnySHA1InWant", "true")
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	require.NoError(t, os.CopyFS(filepath.Join(p.origin, p.folder()), os.DirFS(filepath.Join(root, p.folder()))))
	p.write("go.mod", "module groundwork\n")
	p.write(".gitignore", "bin/\n.groundwork/\nreport.md\n")
	p.write("Pulumi.yaml", "name: shop\n")
	p.write("systems/forum/Pulumi.yaml", "name: forum\n")
	p.write("deployments.yaml", "stacks:\n  dev: {when: push}\n")
	for _, stack := range []string{"dev", "prod"} {
		for system, folder := range folders {
			p.declare(system, stack, "orders: small")
			p.change(func(c *account.Cloud) {
				c.Stacks[system+"/"+stack] = &account.Stack{Databases: map[string]string{"orders": "small"}}
				c.Write(c.Stacks[system+"/"+stack])
			})
			require.DirExists(t, filepath.Join(p.origin, folder))
		}
	}
	begin := p.commit("begin")
	p.change(func(c *account.Cloud) {
		for _, stack := range c.Stacks {
			stack.History = []account.Update{{Kind: "update", Environment: map[string]string{"git.head": begin}, Result: "succeeded"}}
		}
	})
	return p
}

// folders are where the systems are.
var folders = map[string]string{"shop": ".", "forum": "systems/forum"}

func (p *play) folder() string {
	if p.gitea {
		return ".gitea"
	}
	return ".github"
}

// guard tells the forge's API what the environments ask.
func (p *play) guard() {
	for name, reviewed := range p.environments {
		p.server.Guard(name, forge.Guard{Reviewers: reviewed, Branches: true})
	}
}

// reviewed is true of an environment whose jobs wait for people.
func (p *play) reviewed(environment string) bool { return !p.gitea && p.environments[environment] }

// variables are the repository's, and an environment's.
func (p *play) variables(environment string) map[string]any {
	variables := map[string]any{"AWS_REGION": "us-east-1", "AWS_PREVIEW_ROLE": "preview", "AWS_WATCH_ROLE": "watch"}
	if _, there := p.environments[environment]; there {
		variables["AWS_DEPLOY_ROLE"] = "deploy-" + environment
	}
	return variables
}

// start starts a run of a workflow. One that waits in its group gives way to it.
func (p *play) start(file string, of event) *run {
	p.t.Helper()
	read, err := readWorkflow(filepath.Join(p.origin, p.folder(), "workflows", file))
	require.NoError(p.t, err)
	require.Contains(p.t, read.On, of.name)
	if of.commit == "" {
		of.commit = p.git("rev-parse", "HEAD")
	}
	started := &run{play: p, workflow: read, event: of}
	started.group = started.scope(nil).expand(read.Concurrency.Group)
	waits := false
	for _, other := range p.runs {
		if other.group == "" || other.group != started.group || other.done() {
			continue
		}
		if waits { // the first of the group is at work, the others wait
			other.cancelled = true
		}
		waits = true
	}
	p.runs = append(p.runs, started)
	return started
}

// push is a run of a push to main.
func (p *play) push() *run {
	return p.start("deploy.yml", event{name: "push", actor: "ann"})
}

// dispatch is a run that somebody starts by hand.
func (p *play) dispatch(actor, system, stack string, more ...string) *run {
	inputs := map[string]any{"system": system, "stack": stack, "approve": "", "allow-loss": ""}
	for i := 0; i+1 < len(more); i += 2 {
		inputs[more[i]] = more[i+1]
	}
	return p.start("deploy.yml", event{name: "workflow_dispatch", actor: actor, inputs: inputs})
}

// settle goes on with all runs until nothing is left that can go on without people. Of
// the jobs that could be next, the one of the newest run is: the worst order.
func (p *play) settle() {
	p.t.Helper()
	for range 100 {
		if !p.step() {
			return
		}
	}
	p.t.Fatal("the runs do not come to an end")
}

func (p *play) step() bool {
	held := map[string]bool{}
	var ready []*run
	for _, one := range p.runs {
		if one.done() || one.group != "" && held[one.group] {
			continue
		}
		held[one.group] = true
		if of, _ := one.next(); of != nil {
			ready = append(ready, one)
		}
	}
	if len(ready) == 0 {
		return false
	}
	newest := ready[len(ready)-1]
	of, _ := newest.next()
	newest.carryOut(of)
	p.t.Logf("%s of %s: %s\n%s", of.name, fmt.Sprint(newest.event.inputs), of.result, of.log)
	return true
}
