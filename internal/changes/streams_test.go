package changes

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// recorded is a file that tests/streams_test.go recorded from the real engine.
func recorded(t testing.TB, path string) []byte {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	require.NoError(t, err)
	content, err := io.ReadAll(unpacked)
	require.NoError(t, err)
	return content
}

func recordings(t testing.TB, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "streams", pattern))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	return paths
}

// TestWhatTheEngineSays reads the streams of every stack and compares what is
// read with the text beside each.
func TestWhatTheEngineSays(t *testing.T) {
	for _, path := range recordings(t, "*.jsonl.gz") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			set, err := FromLog(bytes.NewReader(recorded(t, path)))
			require.NoError(t, err)
			got := summary(set)
			golden := strings.TrimSuffix(path, ".jsonl.gz") + ".golden"
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
		})
	}
}

// summary is a set for people who compare. The engine works in parallel, so
// its order differs from one recording to the next and is not kept.
func summary(set Set) string {
	lines := []string{fmt.Sprintf("%s/%s in %s: %d resources, %d changed", set.System, set.Stack, set.Region, len(set.Resources), len(set.Changed()))}
	for _, said := range set.Errors {
		lines = append(lines, "error: "+said)
	}
	for _, said := range set.Warnings {
		lines = append(lines, "warning: "+said)
	}
	var changed []string
	for _, r := range set.Changed() {
		changed = append(changed, summaryOf(r))
	}
	slices.Sort(changed)
	lines = append(append(lines, changed...), "outputs:"+properties(set.Outputs))
	return strings.Join(lines, "\n") + "\n"
}

func summaryOf(r Resource) string {
	text := fmt.Sprintf("%s %s %s in %v", r.Operation, r.Type, r.Name, r.Parents)
	for _, flag := range []struct {
		name string
		set  bool
	}{{"component", r.Component}, {"deleted first", r.DeletedFirst}, {"protected", r.Protected}, {"retained", r.Retained}, {"failed", r.Failed}} {
		if flag.set {
			text += ", " + flag.name
		}
	}
	for _, reason := range r.Because {
		text += "\n    because of " + reason
	}
	for _, urn := range r.Follows {
		text += "\n    follows " + identify(urn).name
	}
	return text + properties(r.Properties)
}

func properties(list []Property) string {
	text := ""
	for _, p := range list {
		text += fmt.Sprintf("\n    %s: %s -> %s", p.Path, short(p.Before), short(p.After))
		if p.Replaces {
			text += " (replaces)"
		}
	}
	return text
}

func short(value any) string {
	text, _ := json.Marshal(value)
	if len(text) > 120 {
		return string(text[:100]) + "..."
	}
	return string(text)
}

// A preview was recorded in three forms at once.
func TestAllReadersMakeTheSameSetOfTheSamePreview(t *testing.T) {
	for _, path := range recordings(t, "*.json.gz") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			log := recorded(t, strings.TrimSuffix(path, ".json.gz")+".jsonl.gz")
			fromLog, err := FromLog(bytes.NewReader(log))
			require.NoError(t, err)
			recorder := NewRecorder("", "")
			for line := range bytes.Lines(log) {
				var event apitype.EngineEvent
				require.NoError(t, json.Unmarshal(line, &event))
				recorder.Add(event)
			}
			assert.Equal(t, fromLog, recorder.Set())

			fromPreview, err := FromPreview(bytes.NewReader(recorded(t, path)))
			require.NoError(t, err)
			asLog, err := From(bytes.NewReader(log))
			require.NoError(t, err)
			assert.Equal(t, fromLog.Changed(), asLog.Changed(), "which of the two it is, is seen")
			asPreview, err := From(bytes.NewReader(recorded(t, path)))
			require.NoError(t, err)
			assert.Equal(t, fromPreview.Changed(), asPreview.Changed())
			assertSame(t, fromPreview, fromLog)
		})
	}
}

// assertSame compares what both forms of a preview say. Only the JSON has
// dependencies; only the events have the stack's outputs, and what a refresh saw
// of a resource that it calls the same.
func assertSame(t *testing.T, fromPreview, fromLog Set) {
	t.Helper()
	assert.Empty(t, fromPreview.Outputs)
	fromLog.Outputs = nil
	for i := range min(len(fromPreview.Resources), len(fromLog.Resources)) {
		one, other := &fromPreview.Resources[i], &fromLog.Resources[i]
		assert.Subset(t, one.Follows, other.Follows, "what the values tell both know: %s", one.URN)
		one.Follows, other.Follows = nil, nil
		if other.Operation == Same {
			other.After = one.After
		}
	}
	assert.Equal(t, fromPreview, fromLog)
}

func BenchmarkFiveThousandChanges(b *testing.B) {
	log := manyChanges(b, 5000)
	b.SetBytes(int64(len(log)))
	for b.Loop() {
		set, err := FromLog(bytes.NewReader(log))
		require.NoError(b, err)
		require.Len(b, set.Changed(), 5000)
	}
}

// manyChanges is a log of that many updates of load balancers' rules and the
// like, with what such resources have.
func manyChanges(b *testing.B, count int) []byte {
	b.Helper()
	var log bytes.Buffer
	writer := bufio.NewWriter(&log)
	encoder := json.NewEncoder(writer)
	for i := range count {
		inputs := func(version int) object {
			return object{
				"name": fmt.Sprintf("service-%d", i), "image": fmt.Sprintf("ghcr.io/org/api:%d", version), "count": 2.0,
				"vpcId": "vpc-0a1b2c3d4e5f67890", "subnets": []any{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
				"arn":    fmt.Sprintf("arn:aws:ecs:eu-central-1:123456789012:service/shop-prod/service-%d", i),
				"policy": fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket-%d/*"}]}`, i),
				"tags":   object{"System": "shop", "Environment": "prod", "Version": fmt.Sprint(version)},
				"env":    []any{object{"name": "DB_HOST", "value": "orders.example.com"}, object{"name": "VERSION", "value": fmt.Sprint(version)}},
			}
		}
		urn := fmt.Sprintf("%sgroundwork:ecsservice:Service$aws:ecs/service:Service::service-%d", prefix, i)
		begun := event(apitype.OpUpdate, urn, custom(inputs(1), inputs(1)), custom(inputs(2), nil))
		require.NoError(b, encoder.Encode(begun))
		require.NoError(b, encoder.Encode(ended(begun)))
	}
	require.NoError(b, writer.Flush())
	return log.Bytes()
}
