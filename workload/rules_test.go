package workload_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"groundwork/spec"
	"groundwork/workload"
)

// shop is a system with one program of each kind.
func shop() *spec.System {
	ready := &spec.Probe{Path: "/ready"}
	return &spec.System{
		Buckets: map[string]*spec.Bucket{"user-files": {Role: spec.RoleBackups}},
		Services: map[string]*spec.Service{
			"api":   {Kind: spec.KindWeb, Image: "api", Tag: "1", Port: 8000, Host: "api.shop.com", Path: "/", Readiness: ready, Uses: []string{"database", "user-files", "admin"}, Secrets: []string{"KEY"}},
			"admin": {Kind: spec.KindWeb, Image: "api", Tag: "1", Port: 9000, Host: "shop.com", Path: "/admin", Readiness: ready, Uses: []string{"api", "internet"}, RateLimit: spec.Rate{Count: 30, Per: time.Minute}},
			"beat":  {Kind: spec.KindSingleton, Image: "api", Tag: "1", Uses: []string{"cache", "work"}},
			"work":  {Kind: spec.KindWorker, Image: "docker.io/library/busybox", Tag: "1", Uses: []string{"cache", "api"}, Env: map[string]string{"LOG_LEVEL": "info"}},
		},
		Jobs: map[string]*spec.Job{
			"night":   {Kind: spec.JobScheduled, Image: "api", Tag: "1", Schedule: "0 2 * * *"},
			"migrate": {Kind: spec.JobBeforeRelease, Image: "api", Tag: "1", Uses: []string{"database"}},
		},
	}
}

func of(t *testing.T, name string) workload.Workload {
	t.Helper()
	all := workload.Of(shop())
	i := slices.IndexFunc(all, func(w workload.Workload) bool { return w.Name == name })
	assert.GreaterOrEqual(t, i, 0, name)
	return all[i]
}

func names(all []workload.Workload) []string {
	var told []string
	for _, one := range all {
		told = append(told, one.Name)
	}
	return told
}

func TestWorkloadsStartByTheirKindsAndCalleesFirst(t *testing.T) {
	all := workload.Of(shop())
	// admin and api call each other: admin is the first by its name, and api comes before
	// it because admin calls it.
	assert.Equal(t, []string{"migrate", "api", "admin", "beat", "work", "night"}, names(all))
	var phases [][]string
	for _, phase := range workload.Phases(all) {
		phases = append(phases, names(phase))
	}
	assert.Equal(t, [][]string{{"migrate"}, {"api", "admin"}, {"beat"}, {"work"}, {"night"}}, phases)
}

func TestWhoOnlyReadsIsNoUserOfTheWholeDatabase(t *testing.T) {
	system := shop()
	system.Jobs["night"].Uses = []string{spec.UsesDatabaseRead}
	all := workload.Of(system)
	assert.Equal(t, []string{"api", "migrate"}, workload.UsersOf(workload.Database, all))
	assert.Equal(t, []string{"night"}, workload.UsersOf(workload.DatabaseRead, all))
	night := all[len(all)-1]
	assert.Equal(t, map[string]workload.Value{"DATABASE_READ_URL": {Store: workload.DatabaseRead}}, night.Variables)
	assert.True(t, night.Variables["DATABASE_READ_URL"].IsSecret())
}

func TestWhatAProgramUsesIsAllThatItGets(t *testing.T) {
	api := of(t, "api")
	assert.Equal(t, map[string]workload.Value{
		"DATABASE_URL": {Store: workload.Database}, "USER_FILES_BUCKET": {Bucket: "user-files"},
		"ADMIN_URL": {Workload: "admin", Port: 9000}, "KEY": {Secret: "KEY"},
	}, api.Variables)
	assert.Equal(t, []workload.Reach{{Store: workload.Database}, {Bucket: "user-files"}, {Workload: "admin", Port: 9000}}, api.Reaches)
	assert.Equal(t, []workload.Right{{Bucket: "user-files"}}, api.Rights)
	assert.Equal(t, []string{"admin", "work"}, api.Callers)
	assert.True(t, api.Variables["DATABASE_URL"].IsSecret())
	assert.True(t, api.Variables["KEY"].IsSecret())
	assert.False(t, api.Variables["USER_FILES_BUCKET"].IsSecret())

	assert.Equal(t, []workload.Reach{{Workload: "api", Port: 8000}, {Internet: true}}, of(t, "admin").Reaches)
	assert.Equal(t, map[string]workload.Value{"LOG_LEVEL": {Text: "info"}, "REDIS_URL": {Store: workload.Cache}, "API_URL": {Workload: "api", Port: 8000}}, of(t, "work").Variables)
	night := of(t, "night")
	assert.Empty(t, night.Variables)
	assert.Empty(t, night.Reaches)
	assert.Empty(t, night.Rights)
}

func TestARateIsCountedBySecondsAndNeverNone(t *testing.T) {
	for _, c := range []struct {
		rate spec.Rate
		want int
	}{
		{spec.Rate{}, 0},
		{spec.Rate{Count: 100, Per: time.Second}, 100},
		{spec.Rate{Count: 90, Per: time.Minute}, 1},
		{spec.Rate{Count: 1, Per: time.Hour}, 1},
	} {
		system := shop()
		system.Services["admin"].RateLimit = c.rate
		assert.Equal(t, c.want, workload.Routed(workload.Of(system))[0].Route.RequestsPerSecond, "%v", c.rate)
	}
}

func TestTheLiveColourIsTheOneThatMostRequestsGoTo(t *testing.T) {
	for _, c := range []struct {
		release     *spec.Release
		live        workload.Colour
		blue, green int
		versions    int
	}{
		{nil, "", 0, 0, 1},
		{&spec.Release{Blue: "1"}, workload.Blue, 100, 0, 1},
		{&spec.Release{Blue: "1", Green: "2"}, workload.Blue, 100, 0, 2},
		{&spec.Release{Blue: "1", Green: "2", GreenWeight: 50}, workload.Blue, 50, 50, 2},
		{&spec.Release{Blue: "1", Green: "2", GreenWeight: 51}, workload.Green, 49, 51, 2},
		{&spec.Release{Green: "2", GreenWeight: 100}, workload.Green, 0, 100, 1},
	} {
		system := shop()
		system.Services["admin"].Release = c.release
		admin := workload.Routed(workload.Of(system))[0]
		assert.Equal(t, c.live, admin.Live, "%+v", c.release)
		assert.Equal(t, c.blue, admin.Weight(workload.Blue), "%+v", c.release)
		assert.Equal(t, c.green, admin.Weight(workload.Green), "%+v", c.release)
		assert.Len(t, admin.Versions, c.versions, "%+v", c.release)
	}
}

func TestAListAnswersWhatHomesAskOfIt(t *testing.T) {
	all := workload.Of(shop())
	assert.Equal(t, []string{"admin", "api"}, names(workload.Routed(all)), "by their names, whatever starts first")
	assert.Equal(t, []string{"api.shop.com", "shop.com"}, workload.Hosts(all))
	assert.Equal(t, []string{"api", "migrate"}, workload.UsersOf(workload.Database, all))
	assert.Equal(t, []string{"beat", "work"}, workload.UsersOf(workload.Cache, all))
	assert.Equal(t, []string{"api", "docker.io/library/busybox"}, workload.Images(all))
	assert.False(t, workload.Any(all, workload.Scale.ByEvents))
	system := shop()
	system.Services["work"].Autoscale = &spec.Autoscale{Min: 1, Max: 3, Queue: &spec.Queue{List: "celery", Length: 10}}
	assert.True(t, workload.Any(workload.Of(system), workload.Scale.ByEvents))
}

// Whatever a stack file says: references lead somewhere, and ways have two ends.
func TestEveryReferenceLeadsSomewhere(t *testing.T) {
	for _, stack := range stacks(t) {
		system := stack.load(t)
		all := workload.Of(system)
		assert.Len(t, all, len(system.Services)+len(system.Jobs), stack.file)
		known := map[string]workload.Workload{}
		for _, one := range all {
			known[one.Name] = one
		}
		for _, one := range all {
			for name, value := range one.Variables {
				_, bucket := system.Buckets[value.Bucket]
				_, secret := system.Secrets[value.Secret]
				assert.True(t, value.Bucket == "" || bucket, "%s: %s of %s", stack.file, name, one.Name)
				assert.True(t, value.Secret == "" || secret || slices.Contains(system.Generated, value.Secret), "%s: %s of %s", stack.file, name, one.Name)
				assert.Equal(t, known[value.Workload].Port, value.Port, "%s: %s of %s", stack.file, name, one.Name)
			}
			for _, to := range one.Reaches {
				if to.Workload != "" {
					assert.Contains(t, known[to.Workload].Callers, one.Name, stack.file)
				}
			}
			assert.Equal(t, one.Kind == workload.Web, one.Route != nil, "%s: %s", stack.file, one.Name)
			assert.NotEqual(t, one.Scale == nil, one.Run == nil, "%s: %s runs on or to its end", stack.file, one.Name)
		}
	}
}
