package drift

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"google.golang.org/protobuf/proto"
)

// Check is one check of one stack, as the metrics tell it.
type Check struct {
	Drift Drift
	// At is when the check ended.
	At time.Time
	// Since is when the drift that is there began; the zero value is unknown, or
	// none.
	Since time.Time
}

// WriteMetrics writes a file in the Prometheus text format for the textfile
// collector of node_exporter. The file appears whole: the collector never reads
// half of one.
// https://github.com/prometheus/node_exporter#textfile-collector
func WriteMetrics(path string, checks []Check) error {
	var content bytes.Buffer
	for _, family := range families(checks) {
		if len(family.Metric) == 0 {
			continue
		}
		if _, err := expfmt.MetricFamilyToText(&content, family); err != nil {
			return fmt.Errorf("writing metrics to %q: %w", path, err)
		}
	}
	if err := replace(path, content.Bytes()); err != nil {
		return fmt.Errorf("writing metrics to %q: %w", path, err)
	}
	return nil
}

// families are the metrics. A check that could not tell counts no resources: a
// count of what it happened to see would read as if there were no more.
func families(checks []Check) []*dto.MetricFamily {
	resources := gauge("groundwork_drift_resources", "Resources that differ from what the stack declares, by kind.")
	at := gauge("groundwork_drift_check_timestamp_seconds", "When the last check of the stack ended.")
	success := gauge("groundwork_drift_check_success", "1 when the last check could tell, 0 when it could not.")
	since := gauge("groundwork_drift_since_timestamp_seconds", "When the drift that is there now began.")
	for _, check := range checks {
		stack := labels("system", check.Drift.System, "stack", check.Drift.Stack)
		add(at, float64(check.At.Unix()), stack...)
		if !check.Drift.Told() {
			add(success, 0, stack...)
			continue
		}
		add(success, 1, stack...)
		counts := check.Drift.Count()
		for _, kind := range []Kind{Changed, Deleted, Undeclared, Harmless} {
			add(resources, float64(counts[kind]), append(labels("kind", string(kind)), stack...)...)
		}
		if !check.Drift.Clean() && !check.Since.IsZero() {
			add(since, float64(check.Since.Unix()), stack...)
		}
	}
	return []*dto.MetricFamily{resources, at, success, since}
}

func gauge(name, help string) *dto.MetricFamily {
	return &dto.MetricFamily{Name: proto.String(name), Help: proto.String(help), Type: dto.MetricType_GAUGE.Enum()}
}

func add(family *dto.MetricFamily, value float64, named ...*dto.LabelPair) {
	family.Metric = append(family.Metric, &dto.Metric{Label: named, Gauge: &dto.Gauge{Value: proto.Float64(value)}})
}

// labels are pairs of name and value.
func labels(pairs ...string) []*dto.LabelPair {
	var all []*dto.LabelPair
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, &dto.LabelPair{Name: proto.String(pairs[i]), Value: proto.String(pairs[i+1])})
	}
	return all
}

// replace puts a file in the place of another in one step. The collector runs as
// another user, so everybody may read it; what is unfinished does not end in
// .prom, which is what the collector looks for.
func replace(path string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if _, err := file.Write(content); err != nil {
		return err
	}
	if err := file.Chmod(0o644); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
