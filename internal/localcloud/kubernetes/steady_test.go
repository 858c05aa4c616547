package kubernetes

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"groundwork/internal/localcloud/cloudtest"
)

// volatile are values that differ from run to run, written alike for
// comparison.
var volatile = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`ReplicaSet "([^"]*)-[0-9a-f]+" has`), `ReplicaSet "$1-<hash>" has`},
	{regexp.MustCompile(`^(db2?|[dn]-stsauto-[0-9a-f]{8})-[0-9a-f]{6,}$`), "<revision>"},
	{regexp.MustCompile(`-[0-9a-f]{8}\b`), "-<hex>"},
	{regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`), "<uid>"},
	{regexp.MustCompile(`20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ`), "<time>"},
	{regexp.MustCompile(`kube-api-access-[a-z0-9]{5}`), "kube-api-access-<random>"},
	{regexp.MustCompile(`^(10\.96|172\.20)\.\d+\.\d+$`), "<address>"},
	{regexp.MustCompile(`^(fake|containerd)://.*$`), "<container>"},
	{regexp.MustCompile(`^.*\.elb\..*amazonaws\.com$|^.*\.elb\.example\.com$`), "<load balancer>"},
	{regexp.MustCompile(`^10\.[01]\.\d+\.\d+$`), "<pod address>"},
	{regexp.MustCompile(`^n1$|^ip-10-.*$`), "<node>"},
}

func steady(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, item := range v {
			switch name {
			case "managedFields":
			case "resourceVersion", "nodePort":
				out[name] = "<number>"
			default:
				out[steady(name).(string)] = steady(item)
			}
		}
		return out
	case []any:
		out := []any{}
		for _, item := range v {
			out = append(out, steady(item))
		}
		return out
	case string:
		for _, rule := range volatile {
			v = rule.pattern.ReplaceAllString(v, rule.with)
		}
		return v
	}
	return value
}

// differences lists where two recorded values differ.
func differences(at string, got, want any) []string {
	a, okA := got.(map[string]any)
	b, okB := want.(map[string]any)
	if okA && okB {
		names := map[string]bool{}
		for name := range a {
			names[name] = true
		}
		for name := range b {
			names[name] = true
		}
		var list []string
		for name := range names {
			list = append(list, differences(at+"."+name, entry(a, name), entry(b, name))...)
		}
		sort.Strings(list)
		return list
	}
	x, okX := got.([]any)
	y, okY := want.([]any)
	if okX && okY && len(x) == len(y) {
		var list []string
		for i := range x {
			list = append(list, differences(fmt.Sprintf("%s[%d]", at, i), x[i], y[i])...)
		}
		return list
	}
	if reflect.DeepEqual(got, want) {
		return nil
	}
	return []string{fmt.Sprintf("%s is %v, was recorded as %v", at, got, want)}
}

// absent stands for what is not there at all.
const absent = "<absent>"

func entry(values map[string]any, name string) any {
	if value, ok := values[name]; ok {
		return value
	}
	return absent
}

func alike(t *testing.T, line recording, got, want cloudtest.Props) {
	t.Helper()
	delete(got, "id")
	for _, d := range differences("", steady(map[string]any(got)), steady(map[string]any(want))) {
		known := append(accepted[line.Type], accepted[line.Type+" "+line.Name]...)
		if !slices.ContainsFunc(known, func(prefix string) bool { return strings.HasPrefix(d, prefix) }) {
			t.Errorf("%s %s: %s", line.Type, line.Name, d)
		}
	}
}

// accepted are the values that come out otherwise.
var accepted = map[string][]string{
	// Nothing runs, so no quota is used.
	"kubernetes:core/v1:ResourceQuota": {".status.used"},
	// Their controllers looked between create and update; here they never do.
	"kubernetes:policy/v1:PodDisruptionBudget": {".status"},
	hpaType: {".status"},
	// The real provider was too fast: its own refresh shows the values of here.
	"kubernetes:apps/v1:Deployment n-depenv": {".status", ".metadata.annotations.deployment"},
}
