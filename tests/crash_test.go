package tests

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
)

// killed is the exit code of a process that a signal ended.
const killed = -1

// mostRuns is more than a tenth of the changes that any operation here records.
const mostRuns = 60

// every is after how many changes a run is killed.
const every = 10

// crashes is what a production stack is told by when it is killed all the time.
type crashes struct {
	system string
	// change changes the stack file so that things are updated, replaced and deleted.
	change func(config map[string]any)
	// changes are at least so many in the first up, in the one that changes things, and
	// in the destroy.
	changes [3]int
	// beyond counts, by type, what the cloud has and the state does not know, when
	// all is well.
	beyond map[string]int
	// keeps are the types of what a destroy leaves on purpose.
	keeps []string
}

var productions = []crashes{
	{
		system: reference, changes: [3]int{200, 90, 180},
		change: func(config map[string]any) {
			config["groundwork:tags"] = map[string]any{"Team": "other"}
			services := config["groundwork:services"].(map[string]any)
			delete(services, "worker")
			merge(services, "web", map[string]any{"release": map[string]any{"blue": "1.1.0"}})
		},
		beyond: map[string]int{
			"aws:ec2/securityGroup:SecurityGroup":               1, // the one that EKS makes for its cluster
			"aws:s3/bucketObjectv2:BucketObjectv2":              1, // the one with which ELB tries the log bucket
			"kubernetes:autoscaling/v2:HorizontalPodAutoscaler": 1, // the one that KEDA makes for the api
		},
		keeps: lives[reference].keeps,
	},
	{
		system: "screener", changes: [3]int{180, 80, 180},
		change: func(config map[string]any) {
			config["groundwork:tags"] = map[string]any{"Team": "other"}
			services := config["groundwork:services"].(map[string]any)
			delete(services, "celery")
			merge(services, "backend", map[string]any{"tag": "1.1.0"})
			merge(config["groundwork:jobs"].(map[string]any), "airflow-migrate", map[string]any{"tag": "3.3.2"})
		},
		beyond: map[string]int{
			"aws:ec2/securityGroup:SecurityGroup": 1,
		},
		keeps: lives["screener"].keeps,
	},
}

// Everything is killed again and again in a production stack's first up, in one that
// updates, replaces and deletes, and in its destroy. The next run goes on, and in the
// end nothing is missing and nothing is there twice.
func TestProductionsSurviveBeingKilledAllTheTime(t *testing.T) {
	if os.Getenv("GROUNDWORK_KILLS") == "" {
		t.Skip("make kills runs it, for a minute and a half")
	}
	t.Parallel()
	for _, production := range productions {
		t.Run(production.system, func(t *testing.T) {
			t.Parallel()
			c := crashing{t: t, home: t.TempDir(), crashes: production}
			c.root, c.files = checkout(t, production.system)
			c.survives("up", production.changes[0])
			assert.Equal(t, production.beyond, c.beyond(), "beyond what the state knows after the first up")

			edit(t, c.files.StackFile("prod"), production.change)
			c.survives("up", production.changes[1])
			assert.Equal(t, production.beyond, c.beyond(), "beyond what the state knows after the change")
			assert.Zero(t, c.result("preview").Changes.Total(), "the change is done")
			assert.Zero(t, c.result("refresh", "--preview-only").Changes.Total(), "and done in the cloud")

			c.survives("destroy", production.changes[2], "--unprotect")
			var left []string
			for _, object := range listing(t, c.home) {
				left = append(left, object.Type)
			}
			assert.ElementsMatch(t, production.keeps, left, "what is kept on purpose, and nothing else")
		})
	}
}

// crashing is a production stack in a home, and the checkout it is described in.
type crashing struct {
	crashes
	t     *testing.T
	home  string
	root  string
	files engine.System
}

// checkout is as much of a checkout as a command needs: one whose stack files can
// be changed.
func checkout(t *testing.T, system string) (root string, files engine.System) {
	t.Helper()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	root = t.TempDir()
	paths := []string{"go.mod"}
	for _, pattern := range []string{"Pulumi*.yaml", "systems/*/Pulumi*.yaml"} {
		found, err := filepath.Glob(filepath.Join(project.Root, pattern))
		require.NoError(t, err)
		for _, path := range found {
			relative, err := filepath.Rel(project.Root, path)
			require.NoError(t, err)
			paths = append(paths, relative)
		}
	}
	for _, path := range paths {
		content, err := os.ReadFile(filepath.Join(project.Root, path))
		require.NoError(t, err)
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(root, path)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(root, path), content, 0o600))
	}
	files, err = engine.Project{Root: root}.System(system)
	require.NoError(t, err)
	return root, files
}

func (c *crashing) command(args ...string) *exec.Cmd {
	project, err := engine.FindProject(".")
	require.NoError(c.t, err)
	process := command(c.t, c.home, append([]string{"local"}, append(args, "--system", c.system, "--stack", "prod")...)...)
	process.Dir = c.root
	process.Env = append(process.Env, "PATH="+project.CommandDir()+string(os.PathListSeparator)+os.Getenv("PATH"))
	return process
}

// result runs an operation, which must succeed.
func (c *crashing) result(args ...string) engine.Result {
	c.t.Helper()
	return resultOf(c.t, c.command(append(args, "--json")...))
}

// survives runs an operation of at least so many changes, killed every so often,
// until it comes to its end.
func (c *crashing) survives(operation string, changes int, flags ...string) {
	c.t.Helper()
	args := append([]string{operation, "--fault", fmt.Sprint("crash-after=", every)}, flags...)
	for kills := range mostRuns {
		process := c.command(args...)
		said, _ := process.CombinedOutput() // the exit code says how it ended
		switch code := process.ProcessState.ExitCode(); code {
		case killed:
		case 0:
			assert.GreaterOrEqual(c.t, (kills+1)*every, changes, "changes during the %s", operation)
			return
		default:
			require.Fail(c.t, "it failed", "exit code %d after %d kills: %s", code, kills, said)
		}
	}
	require.Fail(c.t, "it does not come to its end", operation)
}

// beyond counts the objects of each type that the stack's state does not know.
func (c *crashing) beyond() map[string]int {
	c.t.Helper()
	known := map[string]bool{}
	for _, resource := range stateOf(c.t, c.home, c.system, "prod") {
		known[fmt.Sprint(resource.Type, resource.ID)] = true
	}
	unknown := map[string]int{}
	for _, object := range listing(c.t, c.home) {
		if !known[fmt.Sprint(object.Type, object.ID)] && !strings.HasSuffix(object.Type, "/snapshot:Snapshot") {
			unknown[object.Type]++
		}
	}
	return unknown
}
