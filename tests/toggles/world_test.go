package toggles

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
	"groundwork/internal/engine"
	"groundwork/internal/rehearsal"
	"groundwork/internal/saved"
	"groundwork/spec"
	"groundwork/stacks"
)

// world is a stack that is up in a local cloud of its own.
type world struct {
	t       *testing.T
	project engine.Project
	base    Base
	system  engine.System
	home    engine.Home
	session *engine.Session
	store   saved.Store
	// held is what the cloud and the state hold when the base is up.
	held map[string]thing
}

// quiet is a Progress that says nothing.
type quiet struct{}

func (quiet) Started(engine.Step)  {}
func (quiet) Finished(engine.Step) {}
func (quiet) Note(string)          {}

// up brings the base up, and keeps it to go back to.
func up(t *testing.T, project engine.Project, base Base) *world {
	t.Helper()
	dir := t.TempDir()
	w := &world{t: t, project: project, base: base, home: engine.Home{Dir: filepath.Join(dir, "home")},
		system: engine.System{Name: base.System, Dir: filepath.Join(dir, "system")}, store: saved.Open(filepath.Join(dir, "saved"))}
	require.NoError(t, os.MkdirAll(w.system.Dir, 0o700))
	about, err := os.ReadFile(filepath.Join(filepath.Dir(base.File), "Pulumi.yaml"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(w.system.Dir, "Pulumi.yaml"), about, 0o600))
	require.NoError(t, w.home.Make())
	w.open()
	t.Cleanup(w.close)
	w.prepareAccount()
	w.write(base.Config)
	_, result := w.run(t.Context(), engine.Up)
	attempt := &rehearsal.Attempt{Broke: broke(result)}
	w.look(t.Context(), attempt)
	require.True(t, fine(attempt), "the base comes up, quiet and clean: %+v", attempt)
	w.held = w.holds()
	w.close()
	_, err = w.home.SaveTo(w.store, "base")
	require.NoError(t, err)
	w.open()
	return w
}

// prepareAccount makes what a key of a stack file may name and no stack makes: the
// policy that bounds roles.
func (w *world) prepareAccount() {
	field, _ := reflect.TypeFor[spec.System]().FieldByName("Boundary")
	_, err := w.session.Cloud().CreateByHand("aws:iam/policy:Policy", field.Tag.Get("example"), "", map[string]any{
		"name": field.Tag.Get("example"), "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`,
	})
	require.NoError(w.t, err)
}

func (w *world) open() {
	var err error
	w.session, err = engine.Open(context.Background(), engine.Options{
		Project: w.project, Home: w.home, Program: stacks.Deploy, Progress: quiet{}, Messages: io.Discard,
	})
	require.NoError(w.t, err)
}

func (w *world) close() {
	if session := w.session; session != nil {
		w.session = nil
		require.NoError(w.t, session.Close())
	}
}

// restore makes the cloud the base's again.
func (w *world) restore() {
	w.close()
	_, err := w.home.RestoreFrom(w.store, "base")
	require.NoError(w.t, err)
	w.open()
}

func (w *world) write(config tree) {
	content, err := Written(config)
	require.NoError(w.t, err)
	require.NoError(w.t, os.WriteFile(w.system.StackFile(w.base.Stack), content, 0o600))
}

// run carries out an operation and gives all that it did.
func (w *world) run(ctx context.Context, operation engine.Operation) (changes.Set, engine.Result) {
	request := engine.Request{System: w.system, Stack: w.base.Stack, Operation: operation, PreviewOnly: operation == engine.Refresh}
	recorder := changes.NewRecorder(w.base.System, w.base.Stack)
	if before, err := w.session.Snapshot(ctx, request); err == nil {
		recorder.Depends(before.Deployment)
	}
	request.Events = recorder.Add
	result := w.session.Run(ctx, request)
	return recorder.Set(), result
}

// rehearse plans toggles, carries them out and goes back. Several at once are planned
// and carried out no further than something is wrong with one of them: suspects are
// the resources with which something is.
func (w *world) rehearse(ctx context.Context, pack []planned) (seen rehearsal.Seen, suspects []string) {
	alone := len(pack) == 1
	w.write(edited(w.base.Config, editsOf(pack)))
	seen, suspects = w.plan(ctx)
	stopped := seen.Unplanned != nil || danger.Worst(seen.Findings) == danger.Refused || !seen.Planned.Any()
	if stopped || !alone && len(suspects) > 0 {
		return seen, suspects
	}
	set, result := w.run(ctx, engine.Up)
	seen.Head = &rehearsal.Attempt{Done: rehearsal.Changes(result.Changes), Broke: broke(result), Failed: failedIn(set)}
	suspects = slices.Clone(seen.Head.Failed)
	if len(seen.Head.Broke) == 0 {
		suspects = append(suspects, w.look(ctx, seen.Head)...)
	}
	if !alone && !fine(seen.Head) {
		return seen, suspects
	}
	w.write(w.base.Config)
	set, result = w.run(ctx, engine.Up)
	seen.Back = &rehearsal.Attempt{Done: rehearsal.Changes(result.Changes), Broke: broke(result), Failed: failedIn(set)}
	suspects = append(slices.Clone(seen.Back.Failed), urnsOf(seen.OneWay)...)
	if len(seen.Back.Broke) == 0 {
		// What is in the cloud and what is in the state as before is quiet and clean, as
		// it was before.
		faults, urns := differences(w.held, w.holds())
		seen.Back.Astray, suspects = faults, append(suspects, urns...)
	}
	return seen, suspects
}

// plan previews what is written.
func (w *world) plan(ctx context.Context) (seen rehearsal.Seen, suspects []string) {
	set, result := w.run(ctx, engine.Preview)
	seen = rehearsal.Seen{
		System: w.base.System, Stack: w.base.Stack,
		Planned: rehearsal.Changes(result.Changes), Findings: danger.Judge(set), OneWay: rehearsal.OneWay(set),
	}
	if result.Result == engine.Failed {
		seen.Unplanned = broke(result)
	}
	return seen, append(blocking(seen.Findings), failedIn(set)...)
}

// look looks whether a second up is quiet and a refresh finds nothing.
func (w *world) look(ctx context.Context, attempt *rehearsal.Attempt) (suspects []string) {
	again, result := w.run(ctx, engine.Preview)
	attempt.Restless = append(broke(result), changed(again)...)
	refreshed, result := w.run(ctx, engine.Refresh)
	attempt.Astray = append(broke(result), changed(refreshed)...)
	for _, set := range []changes.Set{again, refreshed} {
		for _, one := range set.Changed() {
			suspects = append(suspects, one.URN)
		}
	}
	return suspects
}
