package kubernetes

// chart is what the local cloud knows of a Helm chart. Its workloads are not
// rendered: that would take the chart's archive from its repository.
type chart struct {
	// defines are the definitions it installs, "group/version" to kinds; a
	// kind outside namespaces begins with "*".
	defines map[string][]string
	// opted lists the values that switch the definitions on, where the chart
	// leaves them out otherwise.
	opted []string
	// rendered says that they are among the templates, so that skipCrds does
	// not concern them.
	rendered bool
}

var monitoring = map[string][]string{
	"monitoring.coreos.com/v1": {
		"Alertmanager", "PodMonitor", "Probe", "Prometheus", "PrometheusRule", "ServiceMonitor", "ThanosRuler",
	},
	"monitoring.coreos.com/v1alpha1": {"AlertmanagerConfig", "PrometheusAgent", "ScrapeConfig"},
}

var karpenter = map[string][]string{
	"karpenter.sh/v1":      {"*NodePool", "*NodeClaim"},
	"karpenter.k8s.aws/v1": {"*EC2NodeClass"},
}

// charts are the charts that people install for their definitions, by name.
// Each is from the chart's own crds folder or templates.
var charts = map[string]chart{
	// https://github.com/kubernetes-sigs/aws-load-balancer-controller/tree/main/helm/aws-load-balancer-controller/crds
	"aws-load-balancer-controller": {defines: map[string][]string{
		"elbv2.k8s.aws/v1beta1":   {"TargetGroupBinding", "*IngressClassParams"},
		"gateway.k8s.aws/v1beta1": {"LoadBalancerConfiguration", "TargetGroupConfiguration", "ListenerRuleConfiguration"},
	}},
	// https://cert-manager.io/docs/installation/helm/#crd-considerations
	"cert-manager": {rendered: true, opted: []string{"crds.enabled", "installCRDs"}, defines: map[string][]string{
		"cert-manager.io/v1":      {"Certificate", "CertificateRequest", "Issuer", "*ClusterIssuer"},
		"acme.cert-manager.io/v1": {"Challenge", "Order"},
	}},
	// https://github.com/kedacore/charts/tree/main/keda/templates/crds
	"keda": {rendered: true, defines: map[string][]string{
		"keda.sh/v1alpha1":          {"ScaledObject", "ScaledJob", "TriggerAuthentication", "*ClusterTriggerAuthentication"},
		"eventing.keda.sh/v1alpha1": {"CloudEventSource", "*ClusterCloudEventSource"},
	}},
	// https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack/charts/crds/crds
	"kube-prometheus-stack":    {defines: monitoring},
	"prometheus-operator-crds": {defines: monitoring, rendered: true},
	// https://external-secrets.io/latest/introduction/getting-started/
	"external-secrets": {rendered: true, defines: map[string][]string{
		"external-secrets.io/v1":       {"ExternalSecret", "SecretStore", "*ClusterSecretStore", "*ClusterExternalSecret"},
		"external-secrets.io/v1beta1":  {"ExternalSecret", "SecretStore", "*ClusterSecretStore", "*ClusterExternalSecret"},
		"external-secrets.io/v1alpha1": {"PushSecret"},
	}},
	// https://github.com/argoproj/argo-helm/tree/main/charts
	"argo-cd": {rendered: true, defines: map[string][]string{
		"argoproj.io/v1alpha1": {"Application", "AppProject", "ApplicationSet"},
	}},
	"argo-rollouts": {rendered: true, defines: map[string][]string{
		"argoproj.io/v1alpha1": {"Rollout", "AnalysisTemplate", "AnalysisRun", "Experiment", "*ClusterAnalysisTemplate"},
	}},
	// https://github.com/aws/karpenter-provider-aws/tree/main/pkg/apis/crds
	"karpenter":     {defines: karpenter},
	"karpenter-crd": {defines: karpenter, rendered: true},
	// https://github.com/kubernetes-sigs/external-dns/tree/master/charts/external-dns/crds
	"external-dns": {defines: map[string][]string{"externaldns.k8s.io/v1alpha1": {"DNSEndpoint"}}},
	// https://secrets-store-csi-driver.sigs.k8s.io/getting-started/installation
	"secrets-store-csi-driver": {rendered: true, defines: map[string][]string{
		"secrets-store.csi.x-k8s.io/v1": {"SecretProviderClass", "SecretProviderClassPodStatus"},
	}},
	// https://github.com/traefik/traefik-helm-chart/tree/master/traefik/crds
	"traefik": {defines: map[string][]string{
		"traefik.io/v1alpha1": {
			"IngressRoute", "IngressRouteTCP", "IngressRouteUDP", "Middleware", "MiddlewareTCP",
			"ServersTransport", "TLSOption", "TLSStore", "TraefikService",
		},
	}},
	// https://github.com/bitnami-labs/sealed-secrets/tree/main/helm/sealed-secrets/crds
	"sealed-secrets": {defines: map[string][]string{"bitnami.com/v1alpha1": {"SealedSecret"}}},
	// https://github.com/vmware-tanzu/helm-charts/tree/main/charts/velero/crds
	"velero": {defines: map[string][]string{
		"velero.io/v1": {"Backup", "BackupStorageLocation", "Restore", "Schedule", "VolumeSnapshotLocation"},
	}},
	// https://github.com/cloudnative-pg/charts/tree/main/charts/cloudnative-pg
	"cloudnative-pg": {rendered: true, defines: map[string][]string{
		"postgresql.cnpg.io/v1": {"Backup", "Cluster", "Database", "Pooler", "ScheduledBackup"},
	}},
}

// managed are the definitions that every EKS cluster comes with.
// https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html
// https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network-tutorial.html
// https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-alb.html
var managed = map[string][]string{
	"vpcresources.k8s.aws/v1beta1":   {"SecurityGroupPolicy", "*CNINode"},
	"crd.k8s.amazonaws.com/v1alpha1": {"*ENIConfig"},
	"networking.k8s.aws/v1alpha1":    {"PolicyEndpoint"},
	"eks.amazonaws.com/v1":           {"*IngressClassParams", "TargetGroupBinding", "*NodeClass"},
}
