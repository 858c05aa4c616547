// Package stacks puts the components in order: it turns one system, as its
// stack file describes it, into resources. One file per step.
package stacks

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/alb"
	"groundwork/components/cloudfront"
	"groundwork/components/databaseaccess"
	"groundwork/components/ecr"
	"groundwork/components/eks"
	"groundwork/components/elasticache"
	"groundwork/components/imagecache"
	"groundwork/components/kubenamespace"
	"groundwork/components/kubeservice"
	"groundwork/components/kubestorage"
	"groundwork/components/nlb"
	"groundwork/components/rds"
	"groundwork/components/s3bucket"
	"groundwork/components/vpc"
	"groundwork/naming"
	"groundwork/spec"
	"groundwork/workload"
)

// deployment is one system being laid out: what later steps need of earlier
// ones.
type deployment struct {
	ctx     *pulumi.Context
	system  *spec.System
	names   naming.Scope
	account string
	// workloads are what runs, in the order in which it starts.
	workloads []workload.Workload

	network      *vpc.VPC
	buckets      map[string]*s3bucket.Bucket
	logs         *s3bucket.Bucket
	repositories *ecr.Repositories
	images       *imagecache.Cache
	balancer     *alb.ALB
	passthrough  *nlb.NLB
	controller   []pulumi.Resource
	cluster      *eks.Cluster
	namespace    *kubenamespace.Namespace
	volumes      *kubestorage.Storage
	database     *rds.Database
	cache        *elasticache.Cache
	stores       map[workload.Store]store
	access       *databaseaccess.Access
	scaler       []pulumi.Resource
	running      map[string]*kubeservice.Service
	generated    map[string]pulumi.StringOutput
	cdn          *cloudfront.CDN
}

// Deploy is the Pulumi program of every system.
//
// The order below is the order of reading. What waits for what is decided by
// the engine from the values that flow: the database does not wait for the
// cluster, only the rule that lets the cluster in does.
func Deploy(ctx *pulumi.Context) error {
	system, err := spec.Load(ctx)
	if err != nil {
		return err
	}
	d := &deployment{
		ctx:    ctx,
		system: system, workloads: workload.Of(system), running: map[string]*kubeservice.Service{},
		names: naming.Scope{System: system.Name, Environment: system.Stack, Extra: system.Tags},
	}
	for _, step := range []struct {
		name string
		run  func() error
	}{
		{"account", d.findAccount},
		{"boundary", d.boundRoles},
		{"protection", d.protectData},
		{"secrets", d.generateSecrets},
		{"network", d.layNetwork},
		{"storage", d.makeStorage},
		{"images", d.cacheImages},
		{"ingress", d.makeIngress},
		{"compute", d.makeCompute},
		{"namespace", d.makeNamespace},
		{"controller", d.makeController},
		{"data", d.makeData},
		{"edge", d.makeEdge},
		{"workloads", d.startWorkloads},
	} {
		if err := step.run(); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	d.export()
	return nil
}

// findAccount asks which account this is: bucket names and trust policies carry
// its id.
func (d *deployment) findAccount() error {
	identity, err := aws.GetCallerIdentity(d.ctx, nil, nil)
	if err != nil {
		return fmt.Errorf("asking AWS who we are (are there credentials?): %w", err)
	}
	d.account = identity.AccountId
	return nil
}

// name is the logical name of a component: unique in the stack, and free of
// everything that could change.
func (d *deployment) name(parts ...string) string { return strings.Join(parts, "-") }

// production tells whether what is lost here is lost for customers.
func (d *deployment) production() bool { return d.system.Environment == spec.Prod }

// keepsData tells whether a last snapshot is taken when a data store goes.
func (d *deployment) keepsData() bool { return d.system.Environment != spec.Dev }
