package eks

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awseks "groundwork/internal/sdk/aws/eks"
)

// addonVersion is what an add-on is to be: the pinned version, or EKS's default one
// for this version of Kubernetes. It is always written: left out, an add-on stays at
// the version it was made with when the cluster goes on.
// https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html
func (b *builder) addonVersion(name string) (string, error) {
	if version := b.args.AddonVersions[name]; version != "" {
		return version, nil
	}
	found, err := awseks.GetAddonVersion(b.ctx, &awseks.GetAddonVersionArgs{AddonName: name, KubernetesVersion: b.args.Version}, pulumi.Parent(b.out))
	if err != nil {
		return "", fmt.Errorf("asking for the version of add-on %q for Kubernetes %s: %w", name, b.args.Version, err)
	}
	return found.Version, nil
}
