package eks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/iampolicy"
	"groundwork/naming"
)

// loadBalancerController is the name of the chart, the release and the service
// account.
const loadBalancerController = "aws-load-balancer-controller"

// loadBalancerValues is the part of the chart's values that we set:
// https://github.com/aws/eks-charts/blob/master/stable/aws-load-balancer-controller/values.yaml
type loadBalancerValues struct {
	ClusterName                  string           `json:"clusterName"`
	Region                       string           `json:"region"`
	ReplicaCount                 int              `json:"replicaCount"`
	ServiceAccount               serviceAccount   `json:"serviceAccount"`
	Resources                    resources        `json:"resources"`
	PodDisruptionBudget          disruption       `json:"podDisruptionBudget"`
	KeepTLSSecret                bool             `json:"keepTLSSecret"`
	DefaultTargetType            string           `json:"defaultTargetType"`
	EnablePodReadinessGateInject bool             `json:"enablePodReadinessGateInject"`
	EnableServiceMutatorWebhook  bool             `json:"enableServiceMutatorWebhook"`
	EnableBackendSecurityGroup   bool             `json:"enableBackendSecurityGroup"`
	EnableShield                 bool             `json:"enableShield"`
	EnableWAF                    bool             `json:"enableWaf"`
	EnableWAFv2                  bool             `json:"enableWafv2"`
	CreateIngressClassResource   bool             `json:"createIngressClassResource"`
	IngressClassParams           create           `json:"ingressClassParams"`
	WebhookConfig                webhookConfig    `json:"webhookConfig"`
	ControllerConfig             controllerConfig `json:"controllerConfig"`
}

type create struct {
	Create bool `json:"create"`
}

type webhookConfig struct {
	DisableIngressValidation bool `json:"disableIngressValidation"`
}

type controllerConfig struct {
	FeatureGates map[string]bool `json:"featureGates"`
}

// newLoadBalancerValues leave one task to the controller: to keep the targets
// of our own target groups in step with the pods (TargetGroupBinding), and to
// hold a rollout until the load balancer calls a new pod healthy. Ingresses,
// services of type LoadBalancer and gateways are off: Pulumi owns the load
// balancer. The webhook's certificate is kept over upgrades, since a new one
// would refuse bindings until every pod had read it.
func newLoadBalancerValues(cluster, region string, nodes int) loadBalancerValues {
	return loadBalancerValues{
		ClusterName:    cluster,
		Region:         region,
		ReplicaCount:   min(nodes, 2),
		ServiceAccount: serviceAccount{Create: true, Name: loadBalancerController},
		Resources: resources{
			Requests: amounts{CPU: "50m", Memory: "128Mi"},
			Limits:   amounts{Memory: "256Mi"},
		},
		PodDisruptionBudget:          disruption{MaxUnavailable: 1},
		KeepTLSSecret:                true,
		DefaultTargetType:            "ip",
		EnablePodReadinessGateInject: true,
		WebhookConfig:                webhookConfig{DisableIngressValidation: true},
		ControllerConfig: controllerConfig{FeatureGates: map[string]bool{
			"EnableServiceController": false,
			"ALBGatewayAPI":           false,
			"NLBGatewayAPI":           false,
		}},
	}
}

// bindTargets is what the controller needs for target group bindings, and none
// of the rest of its published policy: it may change the targets of this
// system's target groups, known by their tags, and no security group. The reads
// are those of its binding code at v3.5.0 (they cannot be limited to a resource):
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/pkg/targetgroupbinding/targets_manager.go
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/pkg/networking/networking_manager.go
func bindTargets(names naming.Scope, region, account string) iampolicy.Document {
	return iampolicy.Document{Statements: []iampolicy.Statement{
		{
			Sid:    "Look",
			Effect: iampolicy.Allow,
			Action: []string{
				"ec2:DescribeAvailabilityZones",
				"ec2:DescribeInstances",
				"ec2:DescribeNetworkInterfaces",
				"ec2:DescribeSecurityGroups",
				"ec2:DescribeSubnets",
				"ec2:DescribeVpcs",
				"elasticloadbalancing:DescribeTargetGroups",
				"elasticloadbalancing:DescribeTargetHealth",
			},
			Resource: []string{"*"},
		},
		{
			Sid:      "BindTargets",
			Effect:   iampolicy.Allow,
			Action:   []string{"elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"},
			Resource: []string{"arn:aws:elasticloadbalancing:" + region + ":" + account + ":targetgroup/*/*"},
			Condition: iampolicy.Condition{"StringEquals": {
				"aws:ResourceTag/System":      {names.System},
				"aws:ResourceTag/Environment": {names.Environment},
			}},
		},
	}}
}

// installLoadBalancerController installs the controller and, with its chart,
// the definition of TargetGroupBinding. Only what has a binding waits for it:
// while its webhook for pods does not answer, pods are made without it.
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/webhooks/core/pod_mutator.go
func (b *builder) installLoadBalancerController() error {
	policy, err := bindTargets(b.args.Names, b.args.Region, b.args.AccountID).JSON()
	if err != nil {
		return err
	}
	identity, err := b.makePodRole("load-balancer", "kube-system", loadBalancerController, pulumi.String(policy))
	if err != nil {
		return err
	}
	release, err := b.install(chart{
		name:       loadBalancerController,
		repository: "https://aws.github.io/eks-charts",
		version:    "3.5.0",
		values:     newLoadBalancerValues(b.out.Name, b.args.Region, b.args.Nodes.Min),
		// Pods cannot ask the instance metadata which VPC they are in.
		outputs: pulumi.Map{"vpcId": b.args.VPCID},
	}, identity)
	b.out.Balancing = append(b.out.Balancing, release)
	return err
}
