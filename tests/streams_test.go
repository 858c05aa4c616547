package tests

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
)

var recordStreams = flag.Bool("record", false, "record the engine's streams that internal/changes is tested on")

// The streams that internal/changes is tested on are recorded from the real
// engine, of every stack, and of one the whole of what happens to it:
//
//	go test ./tests -run TestStreamsOfTheEngine -record
//
// then go test ./internal/changes -update for what is read from them.
func TestStreamsOfTheEngine(t *testing.T) {
	if !*recordStreams {
		t.Skip("records streams; run it with -record")
	}
	for _, system := range []string{reference, "screener"} {
		for _, stack := range []string{"dev", "staging", "prod"} {
			t.Run(system+"-"+stack, func(t *testing.T) {
				tape := newTape(t)
				w := newWorld(t, system, stack)
				tape.listenTo(w)
				tape.record(w, "creation", engine.Request{Operation: engine.Preview})
				if system == reference && stack == "dev" {
					tape.recordLife(w)
				}
			})
		}
	}
}

// tape records what the engine says: its events, and of a preview what the
// command writes as JSON beside them.
type tape struct {
	t *testing.T
	// project has the wrapper as its own CLI.
	project engine.Project
	// digest is where the command's output goes; arguments are added to it.
	digest, arguments string
}

// wrapper stands in front of the Pulumi CLI and lets previews write their JSON
// to a file. One run gives both, the events and the JSON. A destroy becomes its
// preview, for which the engine's package has no request.
const wrapper = `#!/bin/sh
case " $* " in
*" preview "*|*" refresh "*) exec %[1]s "$@" $(cat %[3]s) > %[2]s ;;
*" destroy "*)
	for argument in "$@"; do
		shift
		case "$argument" in --yes|--skip-preview) ;; *) set -- "$@" "$argument" ;; esac
	done
	exec %[1]s "$@" --preview-only $(cat %[3]s) > %[2]s ;;
*) exec %[1]s "$@" ;;
esac
`

func newTape(t *testing.T) *tape {
	t.Helper()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	_, err = project.Setup(t.Context(), testWriter{t})
	require.NoError(t, err)
	dir := t.TempDir()
	tape := &tape{t: t, project: engine.Project{Root: dir}, digest: filepath.Join(dir, "digest"), arguments: filepath.Join(dir, "arguments")}
	script := fmt.Sprintf(wrapper, filepath.Join(project.CommandDir(), "pulumi"), tape.digest, tape.arguments)
	require.NoError(t, os.MkdirAll(tape.project.CommandDir(), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(tape.project.CommandDir(), "pulumi"), []byte(script), 0o700))
	return tape
}

// listenTo lets the world run the wrapper.
func (r *tape) listenTo(w *world) {
	w.close()
	w.project = r.project
	w.reopen()
}

// asJSON makes a preview say as much in JSON as its events do.
const asJSON = "--json --show-sames --show-replacement-steps"

// record runs a request and keeps its events, and of a preview its JSON.
func (r *tape) record(w *world, what string, request engine.Request) engine.Result {
	r.t.Helper()
	arguments := ""
	if request.Operation != engine.Up {
		arguments = asJSON
	}
	require.NoError(r.t, os.WriteFile(r.arguments, []byte(arguments), 0o600))
	var log bytes.Buffer
	encoder := json.NewEncoder(&log)
	request.System, request.Stack = w.system, w.stack
	request.Events = func(event apitype.EngineEvent) { require.NoError(r.t, encoder.Encode(event)) }
	result := w.session.Run(r.t.Context(), request)
	r.t.Logf("%s: %s %v", what, result.Result, result.Problems)
	r.keep(w, what+".jsonl.gz", log.Bytes())
	if arguments != "" {
		digest, err := os.ReadFile(r.digest)
		require.NoError(r.t, err)
		// Where a resource was registered names folders of this machine.
		digest = regexp.MustCompile(`"sourcePosition": "[^"]*"`).ReplaceAll(digest, []byte(`"sourcePosition": "project:///main.go#1"`))
		r.keep(w, what+".json.gz", digest)
	}
	return result
}

func (r *tape) keep(w *world, name string, content []byte) {
	r.t.Helper()
	var packed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	require.NoError(r.t, err)
	_, err = writer.Write(content)
	require.NoError(r.t, err)
	require.NoError(r.t, writer.Close())
	path := filepath.Join("..", "internal", "changes", "testdata", "streams", w.system.Name+"-"+w.stack+"-"+name)
	require.NoError(r.t, os.WriteFile(path, packed.Bytes(), 0o600))
}

// recordLife records what happens to a stack from its creation to its end.
func (r *tape) recordLife(w *world) {
	preview := engine.Request{Operation: engine.Preview}
	edited := func(what string, change func(config map[string]any)) {
		file := w.system.StackFile(w.stack)
		before, err := os.ReadFile(file)
		require.NoError(r.t, err)
		w.edit(change)
		r.record(w, what, preview)
		require.NoError(r.t, os.WriteFile(file, before, 0o600))
	}
	require.Equal(r.t, engine.Succeeded, r.record(w, "up", engine.Request{Operation: engine.Up}).Result)
	r.record(w, "same", preview)
	edited("innocuous", lives[reference].change)
	edited("database-replaced", func(config map[string]any) {
		merge(config, "groundwork:database", map[string]any{"name": "another"})
	})
	edited("bucket-deleted", func(config map[string]any) {
		delete(config["groundwork:buckets"].(map[string]any), "static")
		delete(config, "groundwork:edge") // it serves the bucket
	})
	edited("failed", func(config map[string]any) {
		merge(config, "groundwork:database", map[string]any{"name": "not a name"})
	})
	cloud := w.session.Cloud()
	_, err := cloud.SetByHand(database, "stockindicator-dev-db", map[string]any{"backupRetentionPeriod": 3.0, "tags.Owner": "me"})
	require.NoError(r.t, err)
	const policy = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
	lifecycle, found := find(w.list(), policy, "")
	require.True(r.t, found)
	require.NoError(r.t, cloud.DeleteByHand(policy, lifecycle.ID))
	r.record(w, "drifted", engine.Request{Operation: engine.Refresh, PreviewOnly: true})
	r.record(w, "destroy-preview", engine.Request{Operation: engine.Destroy})
}
