package tests

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/internal/localcloud/faults"
)

const (
	jobType       = "kubernetes:batch/v1:Job"
	migration     = jobType + " migrate-run"
	roles         = jobType + " database-roles-run"
	retired       = jobType + " database-roles-retire-run"
	apiPods       = deployment + " api-pods"
	webPods       = deployment + " web-pods"
	clockPod      = stateful + " clock-pods"
	workerPods    = deployment + " worker-pods"
	dumpsSchedule = "kubernetes:batch/v1:CronJob dump-schedule"
)

// A system with a workload of every kind is rolled out in phases: migration,
// what answers people, what must not run twice, what works.
func TestARolloutGoesByItsKinds(t *testing.T) {
	t.Parallel()
	// After the roles, the migration, the roles that go, and the next migration.
	fifth, err := faults.Parse([]string{"timeout=" + jobType + "@5"}, 1, nil)
	require.NoError(t, err)
	w := newWorld(t, reference, "dev", func(w *world) { w.conditions.Faults = fifth })
	w.edit(everyKind("1.0.0"))
	w.run(engine.Up)
	w.inOrder("end create "+roles, "begin create "+migration)
	w.inOrder("end create "+migration, "begin create "+apiPods)
	w.inOrder("end create "+apiPods, "begin create "+clockPod)
	w.inOrder("end create "+webPods, "begin create "+clockPod)
	w.inOrder("end create "+clockPod, "begin create "+workerPods)
	w.inOrder("end create "+workerPods, "begin create "+dumpsSchedule)
	w.inOrder("end create "+dumpsSchedule, "begin create "+retired)
	assert.Zero(t, w.run(engine.Up).Changes.Total(), "a migration that ran does not run again")

	w.edit(everyKind("1.1.0"))
	w.run(engine.Up)
	w.inOrder("end create-replacement "+migration, "begin update "+apiPods)
	w.inOrder("end update "+apiPods, "begin update "+clockPod)
	w.inOrder("end update "+webPods, "begin update "+clockPod)
	w.inOrder("end update "+clockPod, "begin update "+workerPods)
	w.inOrder("end update "+workerPods, "begin delete-replaced "+migration)
	// One StatefulSet, changed where it is: Kubernetes ends its pod before it
	// starts the next, which two objects side by side could not promise.
	assert.NotContains(t, strings.Join(w.steps.list, "\n"), "create-replacement "+clockPod)
	assert.Equal(t, []string{"clock"}, w.named(stateful))

	w.edit(everyKind("1.2.0"))
	w.failMigration()
	w.edit(everyKind("1.2.1"))
	w.run(engine.Up)
	w.inOrder("end create-replacement "+migration, "begin update "+apiPods)
	assert.Len(t, w.named(jobType), 3, "the migrations before are gone")

	w.run(engine.Destroy)
	w.inOrder("end delete "+workerPods, "begin delete "+clockPod)
	w.inOrder("end delete "+clockPod, "begin delete "+apiPods)
	w.inOrder("end delete "+apiPods, "begin delete "+migration)
	assert.Empty(t, w.list())
}

// failMigration runs an up whose migration fails: nothing else is touched, and
// it is told where the logs are.
func (w *world) failMigration() {
	w.t.Helper()
	w.steps.list = nil
	failed := w.try(engine.Up)
	assert.Equal(w.t, engine.Failed, failed.Result)
	assert.Regexp(w.t, `"migrate" did not succeed, so nothing was released. Its logs: kubectl -n stockindicator-dev logs job/migrate-[0-9a-f]{6}\.`, strings.Join(failed.Problems, "\n"))
	for _, step := range w.steps.list {
		for _, untouched := range []string{apiPods, webPods, clockPod, workerPods} {
			assert.NotContains(w.t, step, untouched)
		}
	}
	for _, object := range w.list() {
		if object.Type == deployment || object.Type == stateful {
			assert.Contains(w.t, at(object.Properties, container+"image"), ":1.1.0", "%s runs on as it was", object.Name)
		}
	}
}

// everyKind gives the reference system one workload of every kind, all of one
// version.
func everyKind(tag string) func(config map[string]any) {
	return func(config map[string]any) {
		services := config["groundwork:services"].(map[string]any)
		small := map[string]any{"image": "api", "cpu": "50m", "memory": "64Mi", "uses": []any{"database", "cache"}}
		clock := map[string]any{"kind": "singleton", "command": []any{"celery", "beat"}}
		maps.Copy(clock, small)
		services["clock"] = clock
		for _, service := range services {
			service.(map[string]any)["tag"] = tag
		}
		migrate := map[string]any{"kind": "beforeRelease", "tag": tag, "command": []any{"alembic", "upgrade", "head"}}
		maps.Copy(migrate, small)
		dump := map[string]any{"schedule": "0 2 * * *", "tag": tag}
		maps.Copy(dump, small)
		config["groundwork:jobs"] = map[string]any{"migrate": migrate, "dump": dump}
	}
}

// inOrder checks that one step of the last operation came before another.
func (w *world) inOrder(first, second string) {
	w.t.Helper()
	before, after := slices.Index(w.steps.list, first), slices.Index(w.steps.list, second)
	if assert.NotEqual(w.t, -1, before, "%q happened in\n%s", first, strings.Join(w.steps.list, "\n")) &&
		assert.NotEqual(w.t, -1, after, "%q happened in\n%s", second, strings.Join(w.steps.list, "\n")) {
		assert.Less(w.t, before, after, "%q comes before %q", first, second)
	}
}

// named are the names of the objects of a type.
func (w *world) named(kind string) []string {
	var names []string
	for _, object := range w.list() {
		if object.Type == kind {
			names = append(names, object.Name)
		}
	}
	return names
}
