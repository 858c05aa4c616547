package danger

import (
	"fmt"
	"reflect"
	"strings"

	"groundwork/internal/changes"
)

// namespaceRule judges a namespace, which takes everything in it along, also what
// no program knows: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
func namespaceRule(s subject) []verdict {
	if s.Type != "kubernetes:core/v1:Namespace" || !s.gone() {
		return nil
	}
	return []verdict{{level: DataLoss, paths: s.Because, advice: s.advise("move what must stay to another namespace first"),
		loss: fmt.Sprintf("the namespace is %s, everything in it would be lost, its volumes and what isn't in the program too", s.verb())}}
}

// dataCharts are words in the names of charts that keep data.
var dataCharts = []string{
	"postgres", "mysql", "mariadb", "mongodb", "redis", "valkey", "rabbitmq", "kafka", "nats", "elasticsearch", "opensearch",
	"minio", "cassandra", "clickhouse", "influxdb", "timescale", "vault", "prometheus", "loki", "tempo", "grafana", "gitea", "harbor", "keycloak", "airflow",
}

// definitionCharts hold their resource definitions as templates: they go when the
// release goes, and with them every object of their kinds. Helm leaves those in a
// chart's crds folder: https://helm.sh/docs/chart_best_practices/custom_resource_definitions/
var definitionCharts = map[string]string{
	"cert-manager": "certificates and issuers", "keda": "scaled objects and their triggers",
	"external-secrets": "external secrets", "argo-cd": "applications", "gatekeeper": "constraints",
}

// releaseRule judges a Helm release that goes away.
func releaseRule(s subject) []verdict {
	if !strings.HasPrefix(s.Type, "kubernetes:helm.sh/") || !s.gone() {
		return nil
	}
	chart := text(s.old("chart"))
	chart = chart[strings.LastIndex(chart, "/")+1:]
	v := verdict{level: Downtime, paths: s.Because, advice: s.advise(""),
		loss: fmt.Sprintf("the Helm release %s is %s, what it runs stops", quoted(chart), s.verb())}
	if objects := definitionCharts[chart]; objects != "" && !keepsDefinitions(s) {
		v.level = DataLoss
		v.loss = fmt.Sprintf("the Helm release %s is %s with its resource definitions, all %s in the cluster would be lost", quoted(chart), s.verb(), objects)
		v.advice = s.advise("keep the definitions (crds.keep, or the annotation helm.sh/resource-policy: keep) in an update before")
		return []verdict{v}
	}
	for _, word := range dataCharts {
		if strings.Contains(chart, word) {
			v.level = DataLoss
			v.loss = fmt.Sprintf("the Helm release %s is %s, the data that it keeps would be lost with its volume claims", quoted(chart), s.verb())
			v.advice = s.advise("make a backup first; claims of StatefulSets stay, those of the chart itself don't")
			return []verdict{v}
		}
	}
	return []verdict{v}
}

// keepsDefinitions is true when the chart's values say that definitions stay.
// cert-manager's do so unless told otherwise: https://cert-manager.io/docs/installation/helm/
func keepsDefinitions(s subject) bool {
	if keep := s.old("values.crds.keep"); keep != nil {
		return truth(keep)
	}
	policy := s.old("values.crds.additionalAnnotations")
	if annotations, is := policy.(map[string]any); is && annotations["helm.sh/resource-policy"] == "keep" {
		return true
	}
	return text(s.old("chart")) == "cert-manager" && truth(s.old("values.crds.enabled"))
}

// claimsRule judges a StatefulSet. Its claims outlive it by default, and one of
// the same name finds them again:
// https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention
func claimsRule(s subject) []verdict {
	if s.Type != "kubernetes:apps/v1:StatefulSet" || !s.gone() {
		return nil
	}
	v := verdict{level: Downtime, paths: s.Because, loss: fmt.Sprintf("the StatefulSet is %s, %s", s.verb(), untilPods)}
	claims := list(s.old("spec.volumeClaimTemplates"))
	switch {
	case len(claims) == 0:
	case text(s.old("spec.persistentVolumeClaimRetentionPolicy.whenDeleted")) == "Delete":
		v.level = DataLoss
		v.loss = fmt.Sprintf("the StatefulSet is %s and takes its volume claims along, what is on them would be lost", s.verb())
	case s.replaced() && !s.findsClaims():
		v.level = DataLoss
		v.loss = "the StatefulSet is replaced by one that doesn't find the old volume claims and starts empty"
	default:
		v.loss += "; its volume claims stay"
	}
	advice := ""
	if v.level == DataLoss {
		advice = "take volume snapshots first; a set of the same name, namespace and claim names finds its claims again"
	}
	v.advice = s.advise(advice)
	return []verdict{v}
}

// findsClaims is true of a new set whose claims have the old ones' names.
func (s subject) findsClaims() bool {
	for _, path := range []string{"metadata.name", "metadata.namespace"} {
		if s.old(path) != s.new(path) {
			return false
		}
	}
	names := func(value any) (all []string) {
		for _, claim := range list(value) {
			all = append(all, text(at(claim, "metadata.name")))
		}
		return all
	}
	return reflect.DeepEqual(names(s.old("spec.volumeClaimTemplates")), names(s.new("spec.volumeClaimTemplates")))
}

// rolloutRule judges updates that leave nobody to answer.
func rolloutRule(s subject) []verdict {
	if s.Operation != changes.Update {
		return nil
	}
	why := ""
	switch s.Type {
	case "kubernetes:apps/v1:Deployment":
		why = deploymentGap(s)
	case "kubernetes:apps/v1:StatefulSet":
		if s.differs("spec.template") && replicas(s.old("spec.replicas")) == 1 {
			why = "its only pod is stopped before the new one starts"
		}
	case "aws:ecs/service:Service":
		why = taskGap(s)
	}
	if to, is := changes.Number(s.new("spec.replicas")); is && to == 0 && replicas(s.old("spec.replicas")) > 0 {
		why = "it is scaled to zero"
	}
	if why == "" {
		return nil
	}
	return []verdict{{level: Downtime, paths: pathsOf(s),
		loss: fmt.Sprintf("the %s is updated: %s", serviceName(s), why)}}
}

func serviceName(s subject) string {
	if kind := s.kubernetes(); kind != "" {
		return kind
	}
	return "service"
}

// replicas is how many there are; one when nothing is said.
func replicas(value any) float64 {
	if n, is := changes.Number(value); is {
		return n
	}
	return 1
}

// deploymentGap is why a rollout leaves a gap. By default the new pod is ready
// before the old one stops, also with one replica:
// https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable
func deploymentGap(s subject) string {
	if !s.differs("spec.template") {
		return ""
	}
	if text(s.new("spec.strategy.type")) == "Recreate" {
		return "all its pods are stopped before the new ones start"
	}
	unavailable := s.new("spec.strategy.rollingUpdate.maxUnavailable")
	n, is := changes.Number(unavailable)
	if unavailable == "100%" || is && n >= replicas(s.new("spec.replicas")) {
		return "all its pods may be stopped before the new ones are ready"
	}
	return ""
}

// taskGap is the same for ECS:
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html
func taskGap(s subject) string {
	if to, is := changes.Number(s.new("desiredCount")); is && to == 0 && s.differs("desiredCount") {
		return "it is scaled to zero"
	}
	if healthy, is := changes.Number(s.new("deploymentMinimumHealthyPercent")); s.differs("taskDefinition") && is && healthy == 0 {
		return "its tasks are stopped before the new ones are healthy"
	}
	return ""
}

func pathsOf(s subject) []string {
	var paths []string
	for _, property := range s.Properties {
		paths = append(paths, property.Path)
	}
	return paths
}
