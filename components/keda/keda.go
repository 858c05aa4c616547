// Package keda installs KEDA, which scales workloads by what is measured outside
// of them: requests at the load balancer, entries in a queue. It makes
// Kubernetes' own autoscalers and feeds them, so no other autoscaler may stand
// on a workload it scales.
package keda

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/helmrelease"
	"groundwork/internal/iampolicy"
	"groundwork/internal/problem"
	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
	"groundwork/naming"
)

// Namespace is where KEDA runs, Operator the service account of what asks for
// the measures, and its pods' label "app": what a pod role and a network policy
// name.
const (
	Namespace = "keda"
	Operator  = "keda-operator"
)

// The chart, whose values.yaml is that of
// https://github.com/kedacore/charts/blob/v2.20.2/keda/values.yaml
const (
	chartName    = "keda"
	chartVersion = "2.20.2"
	repository   = "https://kedacore.github.io/charts"
	// readySeconds is how long its three programs have to become ready.
	readySeconds = 600
)

// Args describe the installation. The Kubernetes provider comes from the
// component's options, and so does what must exist first: the cluster's Ready,
// with the operator's pod role, and the namespace it watches.
type Args struct {
	// Names is required.
	Names naming.Scope
	// Watch is the namespace whose workloads it scales, and whose secrets it
	// reads. Required.
	Watch string
	// Replicas of the operator, of which one works and the others wait. Required.
	Replicas int
}

// KEDA is an installed KEDA.
type KEDA struct {
	pulumi.ResourceState

	// Ready must exist before a ScaledObject and outlive it: KEDA itself takes
	// its mark off an object that goes.
	Ready []pulumi.Resource
}

func (a Args) validate() error {
	problems := problem.List{About: "keda: "}
	problems.Require(a.Names.System != "" && a.Names.Environment != "", "names need a system and an environment")
	problems.Require(a.Watch != "" && a.Watch != Namespace, "namespace %q to watch must be that of the workloads", a.Watch)
	problems.Require(a.Replicas >= 1, "replicas %d must be at least 1", a.Replicas)
	return problems.Err()
}

// New installs KEDA.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*KEDA, error) {
	if err := args.validate(); err != nil {
		return nil, err
	}
	installed := &KEDA{}
	if err := ctx.RegisterComponentResource("groundwork:keda:KEDA", name, installed, opts...); err != nil {
		return nil, err
	}
	namespace, err := corev1.NewNamespace(ctx, name+"-namespace", &corev1.NamespaceArgs{
		Metadata: &metav1.ObjectMetaArgs{Name: pulumi.String(Namespace), Labels: pulumi.ToStringMap(labels(args.Names))},
	}, pulumi.Parent(installed))
	if err != nil {
		return nil, err
	}
	values, err := newValues(args).inputs()
	if err != nil {
		return nil, err
	}
	release, err := helmrelease.New(ctx, name+"-release", helmrelease.Args{
		Name: chartName, Namespace: Namespace, Chart: chartName, Version: chartVersion, Repository: repository,
		Values: values, TimeoutSeconds: readySeconds,
	}, pulumi.Parent(installed), pulumi.DependsOn([]pulumi.Resource{namespace}))
	if err != nil {
		return nil, err
	}
	installed.Ready = []pulumi.Resource{namespace, release}
	return installed, ctx.RegisterResourceOutputs(installed, pulumi.Map{"namespace": pulumi.String(Namespace)})
}

// labels hold KEDA's pods to what the system's own are held to (CIS Kubernetes
// 5.2.1).
func labels(names naming.Scope) map[string]string {
	return map[string]string{
		"app.kubernetes.io/part-of":          names.System,
		"app.kubernetes.io/managed-by":       "groundwork",
		"pod-security.kubernetes.io/enforce": "restricted",
		"pod-security.kubernetes.io/audit":   "restricted",
		"pod-security.kubernetes.io/warn":    "restricted",
	}
}

func (v values) inputs() (pulumi.Map, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encoding the values of chart %q: %w", chartName, err)
	}
	var plain map[string]any
	if err := json.Unmarshal(text, &plain); err != nil {
		return nil, fmt.Errorf("reading back the values of chart %q: %w", chartName, err)
	}
	return pulumi.ToMap(plain), nil
}

// Policy lets the operator read measures. CloudWatch's reads cannot be limited
// to a resource.
// https://keda.sh/docs/2.20/scalers/aws-cloudwatch/#authentication-parameters
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
func Policy() iampolicy.Document {
	return iampolicy.Document{Statements: []iampolicy.Statement{{
		Sid: "ReadMeasures", Effect: iampolicy.Allow, Action: []string{"cloudwatch:GetMetricData"}, Resource: []string{"*"},
	}}}
}
