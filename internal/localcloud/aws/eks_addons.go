package aws

import (
	"encoding/json"
	"regexp"
	"slices"

	"groundwork/internal/localcloud"
)

// addon is an add-on that EKS offers.
type addon struct {
	// version is the default one.
	version string
	// pods says that it is healthy only with pods of a Deployment running.
	pods bool
}

// addons are those of
// https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
var addons = map[string]addon{
	"vpc-cni":                                  {version: "v1.20.4-eksbuild.1"},
	"kube-proxy":                               {version: "v1.34.0-eksbuild.2"},
	"coredns":                                  {version: "v1.12.3-eksbuild.1", pods: true},
	"eks-pod-identity-agent":                   {version: "v1.3.9-eksbuild.3"},
	"eks-node-monitoring-agent":                {version: "v1.4.2-eksbuild.1"},
	"aws-ebs-csi-driver":                       {version: "v1.52.1-eksbuild.1", pods: true},
	"aws-efs-csi-driver":                       {version: "v2.1.14-eksbuild.1", pods: true},
	"aws-fsx-csi-driver":                       {version: "v1.7.0-eksbuild.1", pods: true},
	"aws-mountpoint-s3-csi-driver":             {version: "v2.2.0-eksbuild.1"},
	"snapshot-controller":                      {version: "v8.3.0-eksbuild.1", pods: true},
	"metrics-server":                           {version: "v0.8.0-eksbuild.3", pods: true},
	"adot":                                     {version: "v0.131.0-eksbuild.1", pods: true},
	"aws-guardduty-agent":                      {version: "v1.11.0-eksbuild.4"},
	"amazon-cloudwatch-observability":          {version: "v4.6.0-eksbuild.1", pods: true},
	"aws-network-flow-monitoring-agent":        {version: "v1.1.1-eksbuild.1"},
	"amazon-sagemaker-hyperpod-taskgovernance": {version: "v1.1.3-eksbuild.1", pods: true},
	"cert-manager":                             {version: "v1.19.1-eksbuild.1", pods: true},
	"external-dns":                             {version: "v0.19.0-eksbuild.2", pods: true},
	"kube-state-metrics":                       {version: "v2.17.0-eksbuild.2", pods: true},
	"prometheus-node-exporter":                 {version: "v1.9.1-eksbuild.5"},
	"fluent-bit":                               {version: "v4.1.0-eksbuild.1"},
	"aws-privateca-connector-for-kubernetes":   {version: "v1.6.0-eksbuild.1", pods: true},
	"aws-secrets-store-csi-driver-provider":    {version: "v2.1.1-eksbuild.1"},
}

var addonVersions = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+$`)

func nameAddon(a *localcloud.Object) string {
	return a.String("clusterName") + "/" + a.String("addonName")
}

// versionFor is the default version in a cluster: kube-proxy's is the cluster's.
func (a addon) versionFor(name, kubernetes string) string {
	if name == "kube-proxy" {
		return "v" + kubernetes + ".0-eksbuild.2"
	}
	return a.version
}

// createAddon follows https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html
func createAddon(tx *localcloud.Tx, a *localcloud.Object) error {
	cluster := tx.Get(clusterType, a.String("clusterName"))
	name := a.String("addonName")
	known, ok := addons[name]
	if cluster == nil || !ok {
		return tx.Fail(400, "InvalidParameterException", "Addon %s specified is not supported in %s kubernetes version", name, versionOf(cluster))
	}
	decide(a, "addonVersion", known.versionFor(name, cluster.String("version")))
	decide(a, "configurationValues", "")
	if err := checkAddon(tx, a, cluster); err != nil {
		return err
	}
	return healthy(tx, a, known)
}

func versionOf(cluster *localcloud.Object) string {
	if cluster == nil {
		return ""
	}
	return cluster.String("version")
}

// checkAddon: the version has the form of one, the configuration is JSON, and a
// service account has one role only.
func checkAddon(tx *localcloud.Tx, a, cluster *localcloud.Object) error {
	version := a.String("addonVersion")
	proxy := a.String("addonName") == "kube-proxy" && version != "" && minor(version) > minor(cluster.String("version"))
	if !addonVersions.MatchString(version) || proxy {
		return tx.Fail(400, "InvalidParameterException", "Addon version specified is not supported: %s for %s in Kubernetes %s", version, a.String("addonName"), cluster.String("version"))
	}
	if text := a.String("configurationValues"); text != "" && !json.Valid([]byte(text)) {
		return tx.Fail(400, "InvalidParameterException", "ConfigurationValue provided in request is not supported: it is not valid JSON or YAML")
	}
	for _, account := range valuesAt(a.Outputs, "podIdentityAssociations.*.serviceAccount") {
		for _, other := range tx.Where(podIdentityType, "clusterName", cluster.ID) {
			if other.String("namespace") == "kube-system" && other.String("serviceAccount") == account {
				return tx.Fail(409, "ResourceInUseException", "Association already exists: %s", other.ID)
			}
		}
	}
	return nil
}

// healthy: an add-on whose pods find no node stays degraded, and the provider
// gives up waiting:
// https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html#addon-health-codes
func healthy(tx *localcloud.Tx, a *localcloud.Object, known addon) error {
	if !known.pods || hasNodes(tx, a.String("clusterName")) {
		return nil
	}
	return &localcloud.Incomplete{Reasons: []string{
		"waiting for EKS Add-On (" + a.ID + ") create: timeout while waiting for state to become 'ACTIVE' " +
			"(last state: 'DEGRADED', timeout: 20m0s): InsufficientNumberOfReplicas: " +
			"The add-on is unhealthy because it doesn't have the desired number of replicas.",
	}}
}

func updateAddon(tx *localcloud.Tx, _, a *localcloud.Object) error {
	cluster := tx.Get(clusterType, a.String("clusterName"))
	if cluster == nil {
		return noCluster.about(tx, a.String("clusterName"))
	}
	if err := checkAddon(tx, a, cluster); err != nil {
		return err
	}
	a.Set("modifiedAt", tx.Timestamp())
	return healthy(tx, a, addons[a.String("addonName")])
}

func namePodIdentity(p *localcloud.Object) string {
	return p.String("namespace") + "/" + p.String("serviceAccount")
}

// createPodIdentity follows
// https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html
func createPodIdentity(tx *localcloud.Tx, p *localcloud.Object) error {
	p.Set("associationArn", tx.ARN("eks", "podidentityassociation/"+p.String("clusterName")+"/"+p.ID))
	for _, other := range tx.Where(addonType, "clusterName", p.String("clusterName")) {
		if p.String("namespace") == "kube-system" &&
			slices.Contains(valuesAt(other.Outputs, "podIdentityAssociations.*.serviceAccount"), p.String("serviceAccount")) {
			return tx.Fail(409, "ResourceInUseException", "Association already exists: it belongs to the add-on %s", other.String("addonName"))
		}
	}
	return nil
}
