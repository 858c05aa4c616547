package tests

import (
	"fmt"
	"strings"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud"
)

// figure is one number of the systems' document, to be found in the cloud.
type figure struct {
	kind, name, path, want string
}

const (
	database   = "aws:rds/instance:Instance"
	nodes      = "aws:eks/nodeGroup:NodeGroup"
	redis      = "aws:elasticache/replicationGroup:ReplicationGroup"
	deployment = "kubernetes:apps/v1:Deployment"
	scaler     = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
	scaled     = "kubernetes:keda.sh/v1alpha1:ScaledObject"
	parameters = "aws:rds/parameterGroup:ParameterGroup"
	versioning = "aws:s3/bucketVersioningV2:BucketVersioningV2"
	container  = "spec.template.spec.containers.0."
	stateful   = "kubernetes:apps/v1:StatefulSet"
	claim      = "kubernetes:core/v1:PersistentVolumeClaim"
	secret     = "kubernetes:core/v1:Secret"
	way        = "kubernetes:networking.k8s.io/v1:Ingress"
	release    = "kubernetes:helm.sh/v3:Release"
)

// figures are the systems' tables, by system and stack.
var figures = map[string][]figure{
	"stockindicator/staging": {
		{nodes, "", "instanceTypes.0", "t3.medium"},
		{nodes, "", "scalingConfig.desiredSize", "2"},
		{database, "stockindicator-staging-db", "instanceClass", "db.t3.small"},
		{redis, "", "nodeType", "cache.t3.micro"},
		{deployment, "api", container + "resources.requests.cpu", "500m"},
		{deployment, "api", container + "resources.requests.memory", "512Mi"},
		{deployment, "api", "spec.replicas", "2"},
		{deployment, "web", container + "resources.requests.cpu", "200m"},
		{deployment, "web", container + "resources.requests.memory", "256Mi"},
		{deployment, "web", "spec.replicas", "2"},
		{deployment, "worker", container + "resources.requests.cpu", "500m"},
		{deployment, "worker", container + "resources.requests.memory", "512Mi"},
		{deployment, "worker", "spec.replicas", "1"},
	},
	"stockindicator/prod": {
		{nodes, "", "instanceTypes.0", "t3.large"},
		{nodes, "", "scalingConfig.minSize", "5"},
		{database, "stockindicator-prod-db", "instanceClass", "db.r5.xlarge"},
		{database, "stockindicator-prod-db", "allocatedStorage", "500"},
		{database, "stockindicator-prod-db", "storageType", "gp3"},
		{database, "stockindicator-prod-db", "iops", "12000"},
		{database, "stockindicator-prod-db", "multiAz", "true"},
		{database, "stockindicator-prod-db", "backupRetentionPeriod", "7"},
		{database, "stockindicator-prod-db-replica-1", "replicateSourceDb", "stockindicator-prod-db"},
		{database, "stockindicator-prod-db-replica-2", "replicateSourceDb", "stockindicator-prod-db"},
		{redis, "", "nodeType", "cache.r5.large"},
		{versioning, "backups", "versioningConfiguration.status", "Enabled"},
		{versioning, "static", "versioningConfiguration.status", "Enabled"},
		{versioning, "logs", "versioningConfiguration.status", "Enabled"},
		{"aws:cloudfront/distribution:Distribution", "", "enabled", "true"},
		{deployment, "api-blue", container + "resources.requests.cpu", "1"},
		{deployment, "api-blue", container + "resources.requests.memory", "1Gi"},
		{deployment, "api-blue", container + "resources.limits.cpu", "2"},
		{deployment, "api-blue", container + "resources.limits.memory", "2Gi"},
		{deployment, "api-blue", container + "ports.0.containerPort", "8000"},
		{deployment, "api-blue", container + "livenessProbe.httpGet.path", "/health"},
		{deployment, "api-blue", container + "livenessProbe.initialDelaySeconds", "30"},
		{deployment, "api-blue", container + "livenessProbe.periodSeconds", "10"},
		{deployment, "api-blue", container + "readinessProbe.httpGet.path", "/ready"},
		{deployment, "api-blue", container + "readinessProbe.initialDelaySeconds", "10"},
		{deployment, "api-blue", container + "readinessProbe.periodSeconds", "5"},
		{deployment, "api-blue", "spec.replicas", "5"},
		{deployment, "web-blue", container + "resources.requests.cpu", "500m"},
		{deployment, "web-blue", container + "resources.requests.memory", "512Mi"},
		{deployment, "web-blue", container + "ports.0.containerPort", "3000"},
		{deployment, "web-blue", "spec.replicas", "3"},
		{deployment, "worker", container + "resources.requests.cpu", "1"},
		{deployment, "worker", container + "resources.requests.memory", "1Gi"},
		{deployment, "worker", "spec.replicas", "3"},
		{scaled, "api-blue", "spec.triggers.2.metadata.targetMetricValue", "500"},
		{scaled, "api-blue", "spec.triggers.2.metadata.metricStatPeriod", "60"},
		{scaler, "api-blue", "spec.minReplicas", "5"},
		{scaler, "api-blue", "spec.maxReplicas", "20"},
		{scaler, "api-blue", "spec.metrics.0.resource.target.averageUtilization", "70"},
		{scaler, "api-blue", "spec.metrics.1.resource.target.averageUtilization", "80"},
		{scaler, "api-blue", "spec.behavior.scaleDown.stabilizationWindowSeconds", "600"},
		{scaler, "web-blue", "spec.minReplicas", "3"},
		{scaler, "web-blue", "spec.maxReplicas", "10"},
		{scaler, "worker", "spec.minReplicas", "3"},
		{scaler, "worker", "spec.maxReplicas", "10"},
		{"cloudflare:index/dnsRecord:DnsRecord", "api.stockindicator.com", "proxied", "true"},
		{"kubernetes:core/v1:Namespace", "stockindicator-prod", "metadata.name", "stockindicator-prod"},
	},
	"screener/prod": {
		{"kubernetes:core/v1:Namespace", "screener", "metadata.name", "screener"},
		{release, "ingress", "chart", "nginx-ingress"},
		{release, "cert-manager", "version", "v1.21.2"},
		{way, "screener.example", "spec.ingressClassName", "nginx"},
		{"kubernetes:cert-manager.io/v1:ClusterIssuer", "letsencrypt", "spec.acme.server", "https://acme-v02.api.letsencrypt.org/directory"},
		{deployment, "frontend", "spec.replicas", "2"},
		{"kubernetes:core/v1:Service", "frontend", "spec.type", "ClusterIP"},
		{deployment, "backend", "spec.replicas", "3"},
		{deployment, "backend", container + "ports.0.containerPort", "8000"},
		{deployment, "backend", container + "resources.requests.memory", "512Mi"},
		{deployment, "backend", container + "resources.requests.cpu", "500m"},
		{deployment, "backend", container + "resources.limits.memory", "1Gi"},
		{deployment, "backend", container + "resources.limits.cpu", "1"},
		{deployment, "backend", container + "livenessProbe.httpGet.path", "/health"},
		{deployment, "backend", container + "livenessProbe.initialDelaySeconds", "30"},
		{deployment, "backend", container + "livenessProbe.periodSeconds", "10"},
		{deployment, "backend", container + "readinessProbe.httpGet.path", "/health"},
		{deployment, "backend", container + "readinessProbe.initialDelaySeconds", "5"},
		{deployment, "backend", container + "readinessProbe.periodSeconds", "5"},
		{scaler, "backend", "spec.minReplicas", "3"},
		{scaler, "backend", "spec.maxReplicas", "10"},
		{scaler, "backend", "spec.metrics.0.resource.target.averageUtilization", "70"},
		{scaler, "backend", "spec.metrics.1.resource.target.averageUtilization", "80"},
		{deployment, "celery", container + "command.0", "celery"},
		{deployment, "airflow-webserver", container + "ports.0.containerPort", "8080"},
		{stateful, "airflow-scheduler", container + "command.1", "scheduler"},
		{stateful, "postgres", container + "image", "docker.io/timescale/timescaledb:2.29.2-pg16"},
		{stateful, "postgres", container + "resources.requests.memory", "2Gi"},
		{stateful, "postgres", container + "resources.requests.cpu", "1"},
		{stateful, "postgres", container + "resources.limits.memory", "4Gi"},
		{stateful, "postgres", container + "resources.limits.cpu", "2"},
		{stateful, "postgres", container + "env.2.value", "screener_db"},
		{stateful, "postgres", container + "env.3.valueFrom.secretKeyRef.name", "db-secret"},
		{claim, "postgres-storage", "spec.resources.requests.storage", "100Gi"},
		{claim, "postgres-storage", "spec.storageClassName", "fast-ssd"},
		{"kubernetes:storage.k8s.io/v1:StorageClass", "fast-ssd", "parameters.type", "gp3"},
		{"kubernetes:storage.k8s.io/v1:StorageClass", "fast-ssd", "reclaimPolicy", "Retain"},
		{stateful, "redis", "spec.replicas", "1"},
		{claim, "redis-storage", "spec.storageClassName", "fast-ssd"},
		{secret, "db-secret", "metadata.namespace", "screener"},
		{secret, "redis-secret", "metadata.namespace", "screener"},
	},
}

// postgres are prod's PostgreSQL parameters in RDS' units: 8 kB blocks and kB.
var postgres = map[string]string{
	"max_connections": "500", "shared_buffers": "1048576", "effective_cache_size": "3145728",
	"work_mem": "65536", "maintenance_work_mem": "2097152",
}

// checkFigures finds every figure of the stack's table in the cloud.
func (w *world) checkFigures() {
	w.t.Helper()
	list := w.list()
	for _, f := range figures[w.system.Name+"/"+w.stack] {
		object, found := find(list, f.kind, f.name)
		if assert.True(w.t, found, "no %s %q", f.kind, f.name) {
			assert.Equal(w.t, f.want, at(object.Properties, f.path), "%s %s: %s", f.kind, object.Name, f.path)
		}
	}
	if w.system.Name != reference || w.stack != "prod" {
		return
	}
	group, found := find(list, parameters, "")
	assert.True(w.t, found)
	have := map[string]string{}
	for _, item := range group.Properties["parameters"].([]any) {
		have[at(item, "name")] = at(item, "value")
	}
	for name, want := range postgres {
		assert.Equal(w.t, want, have[name], "PostgreSQL parameter %s", name)
	}
}

// find finds an object by type and, where it is given, by its name or a part of
// it between dashes.
func find(list []localcloud.Listed, kind, name string) (localcloud.Listed, bool) {
	for _, object := range list {
		whole := "-" + object.Name + "-"
		if object.Type == kind && (name == "" || object.Name == name || strings.Contains(whole, "-"+name+"-")) {
			return object, true
		}
	}
	return localcloud.Listed{}, false
}

// at reads a value by a path of keys and indexes, as text.
func at(value any, path string) string {
	for _, step := range strings.Split(path, ".") {
		switch holder := value.(type) {
		case map[string]any:
			value = holder[step]
		case []any:
			var index int
			if _, err := fmt.Sscan(step, &index); err != nil || index >= len(holder) {
				return ""
			}
			value = holder[index]
		}
	}
	return fmt.Sprint(value)
}
