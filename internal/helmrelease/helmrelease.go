// Package helmrelease registers Helm releases (kubernetes:helm.sh/v3:Release)
// through a narrow typed struct. The SDK's own helm/v3 package draws in the Go
// types of all sixty API groups of Kubernetes, which nothing here uses and
// every build would compile.
package helmrelease

import (
	"fmt"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	typeToken = "kubernetes:helm.sh/v3:Release"
	// pluginVersion is the release of pulumi-kubernetes that go.mod pins; a test
	// holds the two together.
	pluginVersion = "4.30.0"
)

// Release is a chart installed in a cluster.
type Release struct {
	pulumi.CustomResourceState

	// Name is the release's name in the cluster.
	Name pulumi.StringPtrOutput `pulumi:"name"`
	// Version is the chart's version.
	Version pulumi.StringPtrOutput `pulumi:"version"`
}

// Args describe a release.
type Args struct {
	// Chart is the chart's name in Repository. Required.
	Chart string
	// Version is the chart's exact version. Required: an unpinned chart would
	// change under a program that did not.
	Version string
	// Repository is the chart repository's URL. Required.
	Repository string
	// Name is the release's name in the cluster. Required.
	Name string
	// Namespace is where it is installed. Required.
	Namespace string
	// Values are the chart's values; nil installs the chart's own.
	Values pulumi.MapInput
	// TimeoutSeconds is how long the installation may take; zero is the
	// provider's default of 300.
	TimeoutSeconds int
}

// New registers a release.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Release, error) {
	if args.Chart == "" || args.Version == "" || args.Repository == "" || args.Name == "" || args.Namespace == "" {
		return nil, fmt.Errorf("helm release %q needs a chart, a version, a repository, a name and a namespace", name)
	}
	inputs := &releaseInputs{
		Atomic:        pulumi.Bool(true),
		Chart:         pulumi.String(args.Chart),
		CleanupOnFail: pulumi.Bool(true),
		Compat:        pulumi.String("true"),
		Name:          pulumi.String(args.Name),
		Namespace:     pulumi.String(args.Namespace),
		RepositoryOpts: pulumi.StringMap{
			"repo": pulumi.String(args.Repository),
		},
		Values:  args.Values,
		Version: pulumi.String(args.Version),
	}
	if args.TimeoutSeconds > 0 {
		inputs.Timeout = pulumi.Int(args.TimeoutSeconds)
	}
	var release Release
	versioned := append([]pulumi.ResourceOption{pulumi.Version(pluginVersion)}, opts...)
	if err := ctx.RegisterResource(typeToken, name, inputs, &release, versioned...); err != nil {
		return nil, err
	}
	return &release, nil
}

// release is the wire shape; the property names and types are the SDK's.
type release struct {
	Atomic         *bool             `pulumi:"atomic"`
	Chart          string            `pulumi:"chart"`
	CleanupOnFail  *bool             `pulumi:"cleanupOnFail"`
	Compat         *string           `pulumi:"compat"`
	Name           *string           `pulumi:"name"`
	Namespace      *string           `pulumi:"namespace"`
	RepositoryOpts map[string]string `pulumi:"repositoryOpts"`
	Timeout        *int              `pulumi:"timeout"`
	Values         map[string]any    `pulumi:"values"`
	Version        *string           `pulumi:"version"`
}

type releaseInputs struct {
	Atomic         pulumi.BoolPtrInput
	Chart          pulumi.StringInput
	CleanupOnFail  pulumi.BoolPtrInput
	Compat         pulumi.StringPtrInput
	Name           pulumi.StringPtrInput
	Namespace      pulumi.StringPtrInput
	RepositoryOpts pulumi.StringMapInput
	Timeout        pulumi.IntPtrInput
	Values         pulumi.MapInput
	Version        pulumi.StringPtrInput
}

// ElementType makes the inputs known to Pulumi's marshaller.
func (releaseInputs) ElementType() reflect.Type { return reflect.TypeOf((*release)(nil)).Elem() }
