package kubernetes

import (
	"fmt"
	"net/netip"
	"os"
	"reflect"

	"gopkg.in/yaml.v3"

	"groundwork/internal/localcloud"
)

// ambient is the cluster of a provider without a kubeconfig, which on a user's
// machine is that of the current context.
const ambient = "https://kubernetes.default.svc"

// kubeconfig is the part of the file that says which cluster is meant.
// https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
type kubeconfig struct {
	CurrentContext string `yaml:"current-context"`
	Contexts       []struct {
		Name    string `yaml:"name"`
		Context struct {
			Cluster   string `yaml:"cluster"`
			Namespace string `yaml:"namespace"`
		} `yaml:"context"`
	} `yaml:"contexts"`
	Clusters []struct {
		Name    string         `yaml:"name"`
		Cluster map[string]any `yaml:"cluster"`
	} `yaml:"clusters"`
}

// target is what a configuration points at.
type target struct {
	// cluster are its settings in the kubeconfig.
	cluster   map[string]any
	namespace string
}

func (t target) server() string {
	server, _ := t.cluster["server"].(string)
	return server
}

// Configure implements localcloud.Package. The scope of objects is the
// cluster's address.
func (*Package) Configure(config localcloud.Props) (*localcloud.Instance, error) {
	instance := &localcloud.Instance{Scope: ambient, Config: config.Clone()}
	if instance.Config == nil {
		instance.Config = localcloud.Props{}
	}
	if !config.Has("kubeconfig") || config.Unknown("kubeconfig") {
		return instance, nil
	}
	found, err := active(config)
	if err != nil {
		return nil, err
	}
	instance.Scope = found.server()
	if config.String("namespace") == "" && found.namespace != "" {
		instance.Config.Set("namespace", found.namespace)
	}
	return instance, nil
}

// active finds the cluster that a configuration points at.
func active(config localcloud.Props) (target, error) {
	file, err := readKubeconfig(config)
	if err != nil {
		return target{}, fmt.Errorf("failed to parse kubeconfig data in `kubernetes:config:kubeconfig`: %w", err)
	}
	wanted := file.CurrentContext
	if override := config.String("context"); override != "" {
		wanted = override
	}
	var found target
	cluster, known := config.String("cluster"), false
	for _, context := range file.Contexts {
		if context.Name == wanted {
			known, found.namespace = true, context.Context.Namespace
			if cluster == "" {
				cluster = context.Context.Cluster
			}
		}
	}
	if !known {
		return target{}, fmt.Errorf("unable to load Kubernetes client configuration from kubeconfig file: context %q does not exist", wanted)
	}
	for _, entry := range file.Clusters {
		if entry.Name == cluster {
			found.cluster = entry.Cluster
		}
	}
	if found.server() == "" {
		return target{}, fmt.Errorf("unable to load Kubernetes client configuration from kubeconfig file: "+
			"no server found for cluster %q", cluster)
	}
	return found, nil
}

// readKubeconfig takes the contents as text or as an object, or a file's path,
// as the provider does.
func readKubeconfig(config localcloud.Props) (kubeconfig, error) {
	var file kubeconfig
	text := config.String("kubeconfig")
	if whole := config.Map("kubeconfig"); whole != nil {
		encoded, err := yaml.Marshal(plainFields(whole))
		if err != nil {
			return file, err
		}
		text = string(encoded)
	} else if content, err := os.ReadFile(text); err == nil {
		text = string(content)
	}
	return file, yaml.Unmarshal([]byte(text), &file)
}

// Moved implements localcloud.Package. With a cluster identifier only its
// change means another cluster; without, every change of the cluster's settings.
// https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/#clusteridentifier_go
func (*Package) Moved(old, news localcloud.Props) []string {
	const identifier = "clusterIdentifier"
	if news.Has(identifier) && old.Has(identifier) {
		if !news.Known(identifier) || old.String(identifier) != news.String(identifier) {
			return []string{identifier}
		}
		return nil
	}
	var changed []string
	for _, name := range []string{"kubeconfig", "context", "cluster"} {
		if news.Unknown(name) {
			return []string{name}
		}
		if !reflect.DeepEqual(plainField(old.Get(name)), plainField(news.Get(name))) {
			changed = append(changed, name)
		}
	}
	before, failedBefore := active(old)
	after, failedAfter := active(news)
	if failedBefore != nil || failedAfter != nil || reflect.DeepEqual(before.cluster, after.cluster) {
		return nil
	}
	return changed
}

// eksDomain ends the addresses of EKS clusters.
const (
	eksDomain  = ".eks.amazonaws.com"
	eksCluster = "aws:eks/cluster:Cluster"
)

// eks finds the EKS cluster behind the address, in whichever region.
func eks(tx *localcloud.Tx) *localcloud.Object {
	found := tx.World().Where(eksCluster, "endpoint", tx.Region())
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

// serviceRange is where Services get their addresses from. EKS takes 172.20/16
// where the VPC is in 10/8:
// https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
func serviceRange(tx *localcloud.Tx) netip.Prefix {
	if cluster := eks(tx); cluster != nil {
		if block, err := netip.ParsePrefix(cluster.String("kubernetesNetworkConfig.serviceIpv4Cidr")); err == nil {
			return block.Masked()
		}
	}
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{172, 20, 0, 0}), 16)
}
