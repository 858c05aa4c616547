package stacks

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// protectData keeps Pulumi from deleting what holds data or opens it, and has no
// protection of its own at its provider: here, so that no component can forget it, and
// none has to know what lives in the cluster. What AWS can protect too, its component
// protects.
func (d *deployment) protectData() error {
	if !d.system.Protection {
		return nil
	}
	return d.ctx.RegisterStackTransformation(func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
		thing := d.holder(args.Type, args.Name)
		if thing == "" || !d.system.Protects(thing) {
			return nil
		}
		return &pulumi.ResourceTransformationResult{Props: args.Props, Opts: append(args.Opts, pulumi.Protect(true))}
	})
}

// holder is the thing of the stack file whose data a resource holds or opens, "" of
// any other.
func (d *deployment) holder(kind, name string) string {
	inCluster := map[string]bool{"database": d.hasClusterDatabase(), "cache": d.hasClusterCache()}
	within, part, _ := strings.Cut(name, "-")
	switch kind {
	case "random:index/randomBytes:RandomBytes":
		if within == "generated" {
			return "generatedSecrets." + part
		}
	case "kubernetes:core/v1:PersistentVolumeClaim", "kubernetes:apps/v1:StatefulSet", "random:index/randomPassword:RandomPassword":
		// In the cluster a password is set while the volume is empty and never again;
		// RDS and ElastiCache take another one at any time.
		if inCluster[within] {
			return within
		}
	case "aws:kms/key:Key":
		if within == "cluster" {
			return within
		}
	case "aws:eks/cluster:Cluster", "kubernetes:core/v1:Namespace":
		if within != "cluster" && within != "namespace" {
			return ""
		}
		if d.hasClusterDatabase() || d.hasClusterCache() {
			return "cluster"
		}
	}
	return ""
}
