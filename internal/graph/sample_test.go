package graph_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"groundwork/internal/graph"
)

// Types of the local cloud, as programs without an SDK name them.
const (
	bucketType   = "aws:s3/bucketV2:BucketV2"
	policyType   = "aws:s3/bucketPolicy:BucketPolicy"
	passwordType = "random:index/randomPassword:RandomPassword"
	mapType      = "kubernetes:core/v1:ConfigMap"
)

// thing is any resource of a provider, with what the sample reads of one.
type thing struct {
	pulumi.CustomResourceState
	ARN    pulumi.StringOutput `pulumi:"arn"`
	Bucket pulumi.StringOutput `pulumi:"bucket"`
	Result pulumi.StringOutput `pulumi:"result"`
}

type provider struct{ pulumi.ProviderResourceState }

type component struct{ pulumi.ResourceState }

// sample is a small program of which a test changes one thing.
type sample struct {
	bucket, policy, settings pulumi.Map
	options                  []pulumi.ResourceOption
	// policyParent puts the policy under the component.
	policyParent bool
	// policyAfter makes it wait for the password.
	policyAfter bool
	// policyOf makes it the policy of what its bucket's name comes from.
	policyOf string
	calls    int
	export   pulumi.Input
}

func newSample() *sample {
	return &sample{
		bucket:   pulumi.Map{"bucket": pulumi.String("files"), "tags": pulumi.StringMap{"Owner": pulumi.String("us")}},
		policy:   pulumi.Map{"policy": pulumi.String(`{"Version":"2012-10-17","Statement":[]}`)},
		settings: pulumi.Map{"immutable": pulumi.Bool(true)},
		options:  []pulumi.ResourceOption{pulumi.Protect(true)},
		calls:    1, export: pulumi.String("done"), policyOf: "files",
	}
}

func (s *sample) run(ctx *pulumi.Context) error {
	whole := &component{}
	if err := ctx.RegisterComponentResource("shop:index:Storage", "storage", whole); err != nil {
		return err
	}
	for range s.calls {
		if err := ctx.Invoke("aws:index/getCallerIdentity:getCallerIdentity", nil, &struct{}{}); err != nil {
			return err
		}
	}
	password, bucket, other := &thing{}, &thing{}, &thing{}
	if err := ctx.RegisterResource(passwordType, "password", pulumi.Map{"length": pulumi.Int(20)}, password); err != nil {
		return err
	}
	if err := ctx.RegisterResource(bucketType, "files", s.bucket, bucket, append(s.options, pulumi.Parent(whole))...); err != nil {
		return err
	}
	if err := ctx.RegisterResource(bucketType, "more", nil, other, pulumi.Parent(whole)); err != nil {
		return err
	}
	if err := s.allow(ctx, whole, password, map[string]*thing{"files": bucket, "more": other}[s.policyOf]); err != nil {
		return err
	}
	if err := s.inCluster(ctx, bucket, password); err != nil {
		return err
	}
	ctx.Export("state", s.export)
	return ctx.RegisterResourceOutputs(whole, pulumi.Map{"arn": bucket.ARN, "name": bucket.Bucket})
}

func (s *sample) allow(ctx *pulumi.Context, whole *component, password, bucket *thing) error {
	var options []pulumi.ResourceOption
	if s.policyParent {
		options = append(options, pulumi.Parent(whole))
	}
	if s.policyAfter {
		options = append(options, pulumi.DependsOn([]pulumi.Resource{password}))
	}
	s.policy["bucket"] = bucket.ID()
	return ctx.RegisterResource(policyType, "policy", s.policy, &thing{}, options...)
}

// inCluster makes something of a provider whose configuration is not known.
func (s *sample) inCluster(ctx *pulumi.Context, bucket, password *thing) error {
	cluster := &provider{}
	config := pulumi.Map{"kubeconfig": pulumi.Sprintf("server: %s", bucket.ARN)}
	if err := ctx.RegisterResource("pulumi:providers:kubernetes", "cluster", config, cluster); err != nil {
		return err
	}
	s.settings["metadata"] = pulumi.Map{"name": pulumi.String("settings")}
	s.settings["data"] = pulumi.StringMap{
		"script": pulumi.String("#!/bin/sh\nexec serve\n"), "arn": bucket.ARN, "bucket": bucket.Bucket, "password": password.Result,
	}
	return ctx.RegisterResource(mapType, "settings", s.settings, &thing{}, pulumi.Provider(cluster))
}

func (s *sample) record(t testing.TB) *graph.Graph {
	t.Helper()
	recorded, err := record(t, s.run, nil)
	require.NoError(t, err)
	return recorded
}

// record runs a program in a stack "dev" of a project "shop"; secrets are secret
// configuration.
func record(t testing.TB, run pulumi.RunFunc, secrets map[string]string) (*graph.Graph, error) {
	t.Helper()
	program := graph.Program{Run: run, Project: "shop", Stack: "dev", Config: map[string]string{"aws:region": "us-east-1"}}
	for key, value := range secrets {
		program.Config[key] = value
		program.Secrets = append(program.Secrets, key)
	}
	return graph.NewRecorder().Record(t.Context(), program)
}
