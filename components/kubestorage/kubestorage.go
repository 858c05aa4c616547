// Package kubestorage is a class of volumes for data stores inside Kubernetes.
package kubestorage

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/problem"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
	storagev1 "groundwork/internal/sdk/kubernetes/storage/v1"
	"groundwork/naming"
)

// Args describe a class. The Kubernetes provider comes from the component's
// options, and so does what must exist first: the cluster's Ready.
type Args struct {
	// Names is required: the volumes carry its tags.
	Names naming.Scope
	// Class is the class's name in the cluster. Required.
	Class string
	// Keep leaves a volume in the account when its claim goes. False deletes it.
	Keep bool
}

// Storage is a class of volumes.
type Storage struct {
	pulumi.ResourceState

	// Class is its name, known at plan time.
	Class string
	// Ready must exist before a claim of the class.
	Ready []pulumi.Resource
}

func (a Args) validate() error {
	problems := problem.List{About: "kubestorage: "}
	problems.Require(a.Names.System != "" && a.Names.Environment != "", "names need a system and an environment")
	problems.Require(a.Class != "", "class is required")
	return problems.Err()
}

// New creates a class: encrypted gp3 volumes that can grow, made in the zone in
// which their pod was placed.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Storage, error) {
	if err := args.validate(); err != nil {
		return nil, err
	}
	storage := &Storage{Class: args.Class}
	if err := ctx.RegisterComponentResource("groundwork:kubestorage:Storage", name, storage, opts...); err != nil {
		return nil, err
	}
	class, err := storagev1.NewStorageClass(ctx, name+"-class", &storagev1.StorageClassArgs{
		Metadata:             &metav1.ObjectMetaArgs{Name: pulumi.String(args.Class)},
		Provisioner:          pulumi.String("ebs.csi.aws.com"),
		Parameters:           pulumi.ToStringMap(args.parameters()),
		VolumeBindingMode:    pulumi.String("WaitForFirstConsumer"),
		AllowVolumeExpansion: pulumi.Bool(true),
		ReclaimPolicy:        pulumi.String(args.reclaim()),
	}, pulumi.Parent(storage))
	if err != nil {
		return nil, err
	}
	storage.Ready = []pulumi.Resource{class}
	return storage, ctx.RegisterResourceOutputs(storage, pulumi.Map{"class": pulumi.String(storage.Class)})
}

func (a Args) reclaim() string {
	if a.Keep {
		return "Retain"
	}
	return "Delete"
}

// parameters are the driver's. Tags make a volume that was kept findable, and
// its cost somebody's:
// https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md
func (a Args) parameters() map[string]string {
	parameters := map[string]string{"type": "gp3", "encrypted": "true"}
	tags := a.Names.Tags(a.Class)
	for i, key := range slices.Sorted(maps.Keys(tags)) {
		parameters[fmt.Sprintf("tagSpecification_%d", i+1)] = key + "=" + tags[key]
	}
	return parameters
}
