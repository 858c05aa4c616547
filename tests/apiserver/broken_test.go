package apiserver

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sample is one program as a stack has it, right in all that the server judges.
const sample = `[
 {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "sample", "labels": {
  "pod-security.kubernetes.io/enforce": "restricted", "pod-security.kubernetes.io/warn": "restricted"}}},
 {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "api", "namespace": "sample"}, "automountServiceAccountToken": false},
 {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "api", "namespace": "sample"}, "spec": {
  "replicas": 2, "selector": {"matchLabels": {"app": "api"}}, "template": {
   "metadata": {"labels": {"app": "api"}},
   "spec": {"serviceAccountName": "api", "automountServiceAccountToken": false,
    "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
    "containers": [{"name": "api", "image": "api:1.0.0", "ports": [{"name": "http", "containerPort": 8000, "protocol": "TCP"}],
     "resources": {"requests": {"cpu": "1000m", "memory": "1024Mi"}, "limits": {"memory": "1Gi"}},
     "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}}}}
]`

// What breaks, as a change of the sample's Deployment, and what the judge must
// say about it: the object and the field.
var breaks = []struct {
	name   string
	change func(deployment Object)
	says   []string
}{
	{"a selector that does not select the template's pods", func(d Object) {
		put(d, map[string]any{"app": "other"}, "spec", "selector", "matchLabels")
	}, []string{"Deployment sample/api", "spec.template.metadata.labels"}},
	{"a version of the API that is gone", func(d Object) { d["apiVersion"] = "apps/v1beta1" },
		[]string{"Deployment sample/api", "apiVersion", "apps/v1beta1"}},
	{"a kind that the version does not have", func(d Object) { d["kind"] = "Deploymint" },
		[]string{"Deploymint sample/api", "apiVersion", `"Deploymint"`}},
	{"a privileged container", func(d Object) {
		put(containerOf(d), true, "securityContext", "privileged")
		put(containerOf(d), true, "securityContext", "allowPrivilegeEscalation")
	}, []string{"Deployment sample/api", "warning", "securityContext.privileged=true", `"api"`}},
	{"a privileged container, which no controller could start", func(d Object) {
		put(containerOf(d), true, "securityContext", "privileged")
		put(containerOf(d), true, "securityContext", "allowPrivilegeEscalation")
	}, []string{"Deployment sample/api", "spec.template", "forbidden", "securityContext.privileged=true"}},
	{"a misspelt field", func(d Object) { put(d, 2, "spec", "replica") },
		[]string{"Deployment sample/api", "spec.replica"}},
	{"a field twice, under a name that the list merges by", func(d Object) {
		container := containerOf(d)
		ports := container["ports"].([]any)
		container["ports"] = append(ports, ports[0])
	}, []string{"Deployment sample/api", "ports"}},
	{"an account that is not there", func(d Object) { put(d, "nobody", "spec", "template", "spec", "serviceAccountName") },
		[]string{"Deployment sample/api", "spec.template", `serviceaccount "nobody" not found`}},
	{"a priority that is not there", func(d Object) { put(d, "urgent", "spec", "template", "spec", "priorityClassName") },
		[]string{"Deployment sample/api", "spec.template", "urgent"}},
	{"a limit below the request", func(d Object) { put(containerOf(d), "1Mi", "resources", "limits", "memory") },
		[]string{"Deployment sample/api", "spec.template.spec.containers[0].resources.requests"}},
	{"a label that is on its way out", func(d Object) {
		put(d, map[string]any{"beta.kubernetes.io/os": "linux"}, "spec", "template", "spec", "nodeSelector")
	}, []string{"Deployment sample/api", "warning", "spec.template.spec.nodeSelector[beta.kubernetes.io/os]"}},
}

func TestTheJudgeTakesWhatIsRight(t *testing.T) {
	assert.Empty(t, judged(t, sampleObjects(t)))
}

func TestTheJudgeNamesTheObjectAndTheFieldThatIsBroken(t *testing.T) {
	for _, broken := range breaks {
		t.Run(broken.name, func(t *testing.T) {
			objects := sampleObjects(t)
			broken.change(objects[2])
			problems := judged(t, objects)
			found := false
			for _, problem := range problems {
				found = found || containsAll(problem.Error(), broken.says)
			}
			assert.True(t, found, "want a problem with %q, have %v", broken.says, problems)
		})
	}
}

func sampleObjects(t *testing.T) []Object {
	t.Helper()
	var objects []Object
	require.NoError(t, json.Unmarshal([]byte(sample), &objects))
	return objects
}

// put sets the field at the end of a path that is there up to it.
func put(object Object, value any, path ...string) {
	holder := map[string]any(object)
	for _, field := range path[:len(path)-1] {
		holder = holder[field].(map[string]any)
	}
	holder[path[len(path)-1]] = value
}

func containerOf(deployment Object) Object {
	containers := deployment.At("spec", "template", "spec", "containers").([]any)
	return containers[0].(map[string]any)
}

func containsAll(text string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
