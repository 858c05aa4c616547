package drift

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	noon    = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	drifted = Drift{
		System: "shop", Stack: "prod", Region: "us-east-1",
		Changed:    []Item{{URN: "urn:a"}, {URN: "urn:b"}},
		Undeclared: []Tagged{{ARN: "arn:aws:ec2:us-east-1:123456789012:volume/vol-1"}},
		Harmless:   []Excuse{{Subject: "urn:a", Path: "x"}, {Subject: "urn:a", Path: "y"}},
	}
)

func written(t *testing.T, checks ...Check) map[string]*dto.MetricFamily {
	t.Helper()
	path := filepath.Join(t.TempDir(), "drift.prom")
	require.NoError(t, WriteMetrics(path, checks))
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	var parser expfmt.TextParser
	parsed, err := parser.TextToMetricFamilies(strings.NewReader(string(content)))
	require.NoError(t, err, string(content))
	return parsed
}

// values are a family's values by their labels.
func values(family *dto.MetricFamily) map[string]float64 {
	found := map[string]float64{}
	for _, metric := range family.GetMetric() {
		var named []string
		for _, label := range metric.GetLabel() {
			named = append(named, label.GetName()+"="+label.GetValue())
		}
		found[strings.Join(named, " ")] = metric.GetGauge().GetValue()
	}
	return found
}

func TestMetricsCountResourcesByKind(t *testing.T) {
	parsed := written(t, Check{Drift: drifted, At: noon, Since: noon.Add(-time.Hour)})
	assert.Equal(t, map[string]float64{
		"kind=changed system=shop stack=prod": 2, "kind=deleted system=shop stack=prod": 0,
		"kind=undeclared system=shop stack=prod": 1, "kind=harmless system=shop stack=prod": 1,
	}, values(parsed["groundwork_drift_resources"]))
	assert.Equal(t, map[string]float64{"system=shop stack=prod": 1}, values(parsed["groundwork_drift_check_success"]))
	assert.Equal(t, map[string]float64{"system=shop stack=prod": float64(noon.Unix())}, values(parsed["groundwork_drift_check_timestamp_seconds"]))
	assert.Equal(t, map[string]float64{"system=shop stack=prod": float64(noon.Unix() - 3600)}, values(parsed["groundwork_drift_since_timestamp_seconds"]))
}

func TestACheckThatCouldNotTellCountsNothing(t *testing.T) {
	untold := drifted
	untold.Problems = []string{"no credentials"}
	parsed := written(t, Check{Drift: untold, At: noon})
	assert.Empty(t, values(parsed["groundwork_drift_resources"]))
	assert.Equal(t, map[string]float64{"system=shop stack=prod": 0}, values(parsed["groundwork_drift_check_success"]))
}

func TestACleanStackHasNoSince(t *testing.T) {
	parsed := written(t, Check{Drift: Drift{System: "shop", Stack: "dev"}, At: noon, Since: noon})
	assert.Nil(t, parsed["groundwork_drift_since_timestamp_seconds"])
	assert.Len(t, values(parsed["groundwork_drift_resources"]), 4)
}

func TestHostileNamesStayInsideTheirLabels(t *testing.T) {
	hostile := Drift{System: "a\"} 1\nup{x=\"", Stack: "back\\slash"}
	parsed := written(t, Check{Drift: hostile, At: noon})
	assert.Len(t, parsed, 3)
	assert.Contains(t, values(parsed["groundwork_drift_check_success"]), "system="+hostile.System+" stack="+hostile.Stack)
}

func TestTheFileIsReplacedInOneStepAndReadableByAll(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "drift.prom")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	before, err := os.Stat(path)
	require.NoError(t, err)
	require.NoError(t, WriteMetrics(path, []Check{{Drift: drifted, At: noon}}))
	after, err := os.Stat(path)
	require.NoError(t, err)
	assert.False(t, os.SameFile(before, after), "written over in place: a reader could see half of it")
	assert.Equal(t, os.FileMode(0o644), after.Mode().Perm())
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Len(t, left, 1, "nothing unfinished stays behind")
}

func TestAMissingFolderIsAnError(t *testing.T) {
	err := WriteMetrics(filepath.Join(t.TempDir(), "none", "drift.prom"), nil)
	assert.ErrorContains(t, err, "writing metrics to")
}
