package crosscheck

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNothingIsWrongWithTheSample(t *testing.T) {
	assert.Empty(t, newSample(t).everything())
}

// Each row breaks the sample in one place. The first problem that has all of says
// is the one that is meant: it names the object and the field.
var breaks = []struct {
	name  string
	spoil func(*sample)
	says  []string
}{
	{"a Service that selects nothing", func(s *sample) { s.set("Service api", "spec.selector.app", "apy") },
		[]string{"Service sample/api", "spec.selector", "app=apy"}},
	{"a budget that selects nothing", func(s *sample) { s.set("PodDisruptionBudget api", "spec.selector.matchLabels.app", "apy") },
		[]string{"PodDisruptionBudget sample/api", "spec.selector"}},
	{"a policy that selects nothing", func(s *sample) { s.set("NetworkPolicy worker", "spec.podSelector.matchLabels.app", "wurker") },
		[]string{"NetworkPolicy sample/worker", "spec.podSelector"}},
	{"pods that keep away from others than themselves", func(s *sample) {
		s.set("Deployment api", "spec.template.spec.topologySpreadConstraints.0.labelSelector.matchLabels.app", "web")
	}, []string{"Deployment sample/api", "topologySpreadConstraints", "app=web"}},

	{"a Service whose port no container has, by name", func(s *sample) { s.set("Service api", "spec.ports.0.targetPort", "https") },
		[]string{"Service sample/api", "spec.ports[0].targetPort", "https"}},
	{"a Service whose port no container has, by number", func(s *sample) { s.set("Service web", "spec.ports.0.targetPort", 3001) },
		[]string{"Service sample/web", "spec.ports[0].targetPort", "3001"}},
	{"a Service whose own number is no port of its pods", func(s *sample) { s.set("Service postgres", "spec.ports.0.port", 5433) },
		[]string{"Service sample/postgres", "spec.ports[0].targetPort", "5433"}},
	{"a binding to a port that the Service lacks", func(s *sample) { s.set("TargetGroupBinding api", "spec.serviceRef.port", 9) },
		[]string{"TargetGroupBinding sample/api", "spec.serviceRef.port", "9"}},
	{"a binding to no Service", func(s *sample) { s.set("TargetGroupBinding api", "spec.serviceRef.name", "apy") },
		[]string{"TargetGroupBinding sample/api", "spec.serviceRef.name", `"apy"`}},
	{"an Ingress to no Service", func(s *sample) {
		s.set("Ingress web", "spec.rules.0.http.paths.0.backend.service.name", "wep")
	}, []string{"Ingress sample/web", "spec.rules[0].http.paths[0].backend.service.name", `"wep"`}},
	{"a probe of a port that is not there", func(s *sample) {
		s.set("Deployment api", "spec.template.spec.containers.0.readinessProbe.httpGet.port", "https")
	}, []string{"Deployment sample/api", "spec.template.spec.containers[api].readinessProbe", `"https"`}},
	{"a StatefulSet of no Service", func(s *sample) { s.set("StatefulSet postgres", "spec.serviceName", "pg") },
		[]string{"StatefulSet sample/postgres", "spec.serviceName", `"pg"`}},

	{"a Secret that is not there", func(s *sample) { s.remove("Secret db-secret") },
		[]string{"Deployment sample/api", "containers[api].env[DATABASE_URL]", `Secret "db-secret"`}},
	{"a Secret without the key", func(s *sample) { s.set("Secret db-secret", "stringData", map[string]any{"uri": ""}) },
		[]string{"Deployment sample/api", "env[DATABASE_URL]", `no key "url"`}},
	{"a ConfigMap that is not there", func(s *sample) { s.remove("ConfigMap api-config") },
		[]string{"Deployment sample/api", "envFrom", `ConfigMap "api-config"`}},
	{"an account that is not there", func(s *sample) { s.remove("ServiceAccount api") },
		[]string{"Deployment sample/api", "serviceAccountName", `"api"`}},
	{"a storage class that is not there", func(s *sample) { s.remove("StorageClass fast") },
		[]string{"StatefulSet sample/postgres", "spec.volumeClaimTemplates[data].spec.storageClassName", `"fast"`}},
	{"a claim without a class", func(s *sample) {
		s.set("StatefulSet postgres", "spec.volumeClaimTemplates.0.spec.storageClassName", nil)
	}, []string{"StatefulSet sample/postgres", "storageClassName", "names no class"}},
	{"a priority that is not there", func(s *sample) { s.set("Deployment api", "spec.template.spec.priorityClassName", "urgent") },
		[]string{"Deployment sample/api", "priorityClassName", `"urgent"`}},
	{"an ingress class that is not there", func(s *sample) { s.set("Ingress web", "spec.ingressClassName", "haproxy") },
		[]string{"Ingress sample/web", "spec.ingressClassName", `"haproxy"`}},
	{"a mount of no volume", func(s *sample) { s.set("Deployment api", "spec.template.spec.volumes", []any{}) },
		[]string{"Deployment sample/api", "volumeMounts", `"tmp"`}},
	{"a trigger without its authentication", func(s *sample) { s.remove("TriggerAuthentication worker") },
		[]string{"ScaledObject sample/worker", "spec.triggers[0].authenticationRef", `"worker"`}},
	{"an authentication without its key", func(s *sample) {
		s.set("TriggerAuthentication worker", "spec.secretTargetRef.0.key", "word")
	}, []string{"TriggerAuthentication sample/worker", "spec.secretTargetRef[0]", `"word"`}},

	{"an autoscaler of nothing", func(s *sample) { s.set("HorizontalPodAutoscaler api", "spec.scaleTargetRef.name", "apy") },
		[]string{"HorizontalPodAutoscaler sample/api", "spec.scaleTargetRef", "Deployment sample/apy"}},
	{"an autoscaler that an update fights", func(s *sample) { s.set("Deployment api", "spec.replicas", 2) },
		[]string{"Deployment sample/api", "spec.replicas", "HorizontalPodAutoscaler sample/api"}},
	{"two autoscalers of one Deployment", func(s *sample) { s.set("ScaledObject worker", "spec.scaleTargetRef.name", "api") },
		[]string{"ScaledObject sample/worker", "spec.scaleTargetRef", "HorizontalPodAutoscaler sample/api scales"}},
	{"an autoscaler by a share of nothing", func(s *sample) {
		s.set("Deployment api", "spec.template.spec.containers.0.resources", map[string]any{})
	}, []string{"HorizontalPodAutoscaler sample/api", "spec.metrics", "cpu"}},

	{"a budget that needs as many pods as the autoscaler may leave", func(s *sample) {
		s.set("PodDisruptionBudget api", "spec", map[string]any{"minAvailable": 2, "selector": map[string]any{"matchLabels": map[string]any{"app": "api"}}})
	}, []string{"PodDisruptionBudget sample/api", "spec.minAvailable", "2 of 2 pods"}},
	{"a budget that lets nobody go", func(s *sample) { s.set("PodDisruptionBudget api", "spec.maxUnavailable", "0%") },
		[]string{"PodDisruptionBudget sample/api", "spec.maxUnavailable", "0% of 2 pods"}},

	{"pods larger than a node", func(s *sample) {
		s.set("StatefulSet postgres", "spec.template.spec.containers.0.resources.requests.memory", "5Gi")
	}, []string{"StatefulSet sample/postgres", "resources.requests", "1 of 1 pods", "smallest"}},
	{"more pods than the most nodes hold", func(s *sample) { s.set("HorizontalPodAutoscaler api", "spec.maxReplicas", 9) },
		[]string{"Deployment sample/api", "resources.requests", "of 9 pods", "largest", "4 nodes"}},
	{"pods that may not stand together, on too few nodes", func(s *sample) {
		s.set("HorizontalPodAutoscaler api", "spec.minReplicas", 4)
		s.set("Deployment api", "spec.template.spec.topologySpreadConstraints", nil)
		s.set("Deployment api", "spec.template.spec.affinity", map[string]any{"podAntiAffinity": map[string]any{
			"requiredDuringSchedulingIgnoredDuringExecution": []any{map[string]any{
				"topologyKey": byHost, "labelSelector": map[string]any{"matchLabels": map[string]any{"app": "api"}},
			}},
		}})
	}, []string{"Deployment sample/api", "1 of 4 pods", "smallest"}},

	{"a policy that lets web reach the database", func(s *sample) {
		s.set("NetworkPolicy web", "spec.egress.0", map[string]any{})
		s.set("NetworkPolicy postgres", "spec.ingress.0.from", nil)
	}, []string{"NetworkPolicy sample/web: spec.egress[0], NetworkPolicy sample/postgres: spec.ingress[0]", "open", "web reaches postgres on TCP 5432"}},
	{"a policy that lets anybody in", func(s *sample) { s.set("NetworkPolicy api", "spec.ingress.0.from", []any{}) },
		[]string{"NetworkPolicy sample/api: spec.ingress[0]", "open", "stranger reaches api on TCP 8000"}},
	{"a policy that means the pods by a range of addresses", func(s *sample) {
		s.set("NetworkPolicy api", "spec.ingress.0.from.0", map[string]any{"ipBlock": map[string]any{"cidr": "10.0.0.0/8"}})
	}, []string{"NetworkPolicy sample/api: spec.ingress[0]", "open", "stranger reaches api"}},
	{"a policy that opens the node's credentials", func(s *sample) {
		s.set("NetworkPolicy api", "spec.egress.1.to.0.ipBlock.except", []any{"10.0.0.0/8"})
		s.set("NetworkPolicy api", "spec.egress.1.ports.0.port", 80)
	}, []string{"NetworkPolicy sample/api: spec.egress[1]", "open", "api reaches metadata on TCP 80"}},
	{"a policy of one type only, and none that denies", func(s *sample) { s.remove("NetworkPolicy deny-all") },
		[]string{"no NetworkPolicy for worker", "open", "stranger reaches worker on TCP 22"}},
	{"a policy that is missing", func(s *sample) { s.remove("NetworkPolicy postgres") },
		[]string{"NetworkPolicy sample/deny-all: spec.ingress", "closed", "api must reach postgres on TCP 5432"}},
	{"a policy on the wrong port", func(s *sample) { s.set("NetworkPolicy api", "spec.egress.0.ports.0.port", 5433) },
		[]string{"NetworkPolicy sample/deny-all, NetworkPolicy sample/api: spec.egress", "closed", "api must reach postgres on TCP 5432"}},
	{"a policy for the other protocol", func(s *sample) { s.set("NetworkPolicy worker", "spec.egress.0.ports.0.protocol", "UDP") },
		[]string{"NetworkPolicy sample/worker: spec.egress", "closed", "worker must reach postgres"}},
}

func TestWhatIsBrokenIsNamed(t *testing.T) {
	for _, row := range breaks {
		t.Run(row.name, func(t *testing.T) {
			s := newSample(t)
			row.spoil(s)
			problems := s.everything()
			found := false
			for _, problem := range problems {
				found = found || containsAll(problem.Error(), row.says)
			}
			assert.True(t, found, "want a problem with %q, have %v", row.says, problems)
		})
	}
}

func containsAll(text string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
