package tests

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/engine"
)

// slower is how much longer than at least an up may take because something
// waits for what it does not use.
const slower = 1.01

// need says that what fits one pattern waits for what fits another although no
// input says so, and why. Patterns are for "type name", whole.
type need struct {
	what, on string
	// always: everything that fits waits, directly or not, for all that fits. The
	// rest are waits that may be there.
	always bool
	reason string
}

const (
	pods      = `kubernetes:(apps/v1:(Deployment|StatefulSet)|batch/v1:(Job|CronJob)|helm\.sh/v3:Release) .*`
	programs  = `kubernetes:(apps/v1:(Deployment|StatefulSet)|batch/v1:Job) .*`
	binding   = `kubernetes:elbv2\.k8s\.aws/v1beta1:TargetGroupBinding .*`
	balancer  = `aws:lb/loadBalancer:LoadBalancer .*`
	nodeGroup = `aws:eks/nodeGroup:NodeGroup .*`
	addon     = `aws:eks/addon:Addon cluster-`
	class     = `kubernetes:storage\.k8s\.io/v1:StorageClass .*`
	keda      = `kubernetes:helm\.sh/v3:Release keda-release`
)

// needs is the one place where a wait stands that costs time and that no input
// calls for. docs/decisions/0028 says what is no need.
var needs = []need{
	{nodeGroup, addon + `(eks-pod-identity-agent|vpc-cni|kube-proxy)`, true, "a node becomes ready only with its network"},
	{addon + `vpc-cni`, addon + `eks-pod-identity-agent`, true, "it gets its permissions from the agent and fails without: https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3260"},
	{nodeGroup, `aws:ec2/(natGateway:NatGateway|route:Route network-private-|vpcEndpoint:VpcEndpoint).*`, true, "a node joins through what the private subnets reach"},
	{addon + `(coredns|aws-ebs-csi-driver|metrics-server)`, nodeGroup, true, "its pods need a node, without one EKS calls it degraded and gives up"},
	{pods, addon + `coredns`, true, "a program asks for a name first; failing, it is started again ever later"},
	{binding, `kubernetes:helm\.sh/v3:Release cluster-aws-load-balancer-controller`, true, "the chart brings the definition and what checks it"},
	{pods, binding, false, "the pods' readiness waits for the target group only if it is bound when they are made"},
	{pods, `aws:lb/(listener:Listener|listenerRule:ListenerRule) .*`, false, "a target is healthy only once a rule or a listener names its group"},
	{`aws:lb/listenerRule:ListenerRule .*`, programs, false, "a rule sends requests only to pods that are ready"},
	{balancer, `aws:ec2/route:Route network-public-internet`, true, "AWS refuses a load balancer in a VPC without a gateway"},
	{`aws:ec2/natGateway:NatGateway .*`, `aws:ec2/route:Route network-public-internet`, true, "AWS refuses a gateway in a subnet that does not reach the internet"},
	{`aws:(eks|rds)/.*`, `aws:iam/rolePolic.*`, false, "what acts with a role needs its permissions"},
	{`aws:(eks/cluster:Cluster|rds/instance:Instance) .*`, `aws:cloudwatch/logGroup:LogGroup .*`, false, "AWS would make the log group itself, without an end to its logs"},
	{`kubernetes:core/v1:PersistentVolumeClaim .*`, addon + `aws-ebs-csi-driver`, true, "the driver makes the volume, and takes it back"},
	{`kubernetes:core/v1:PersistentVolumeClaim .*`, class, false, "a claim needs its class"},
	{class, addon + `aws-ebs-csi-driver`, true, "who waits for the class waits for its driver, which it must not outlive"},
	{`kubernetes:core/v1:Namespace .*`, `(aws:eks/addon:Addon cluster-aws-ebs-csi-driver|kubernetes:storage\.k8s\.io/v1:StorageClass cluster-gp3)`, false, "the driver takes back the volumes of what goes with a namespace, so it outlives it"},
	{`kubernetes:.*`, `kubernetes:core/v1:Namespace .*`, false, "an object needs its namespace"},
	{pods, `kubernetes:core/v1:(ConfigMap|PersistentVolumeClaim|Secret|ServiceAccount) .*`, false, "a pod needs what it mentions"},
	{pods, `kubernetes:networking\.k8s\.io/v1:NetworkPolicy .*`, false, "a pod that starts before its policy would be open for that time"},
	{pods, `aws:eks/podIdentityAssociation:PodIdentityAssociation .*`, false, "credentials reach a pod only if its role was there when it was made"},
	{programs, programs, false, "a rollout goes in phases, and after the data stores in the cluster: docs/decisions/0018"},
	{`kubernetes:keda\.sh/v1alpha1:.*`, keda, true, "the chart brings the definitions"},
	{`kubernetes:cert-manager\.io/v1:.*`, `kubernetes:helm\.sh/v3:Release certmanager-release`, true, "the chart brings the definitions"},
	{`kubernetes:networking\.k8s\.io/v1:Ingress .*`, `kubernetes:helm\.sh/v3:Release ingress-release`, true, "a host is opened by the controller of its class"},
}

// patterns are the needs', compiled once.
var patterns = sync.OnceValue(func() map[string]*regexp.Regexp {
	compiled := map[string]*regexp.Regexp{}
	for _, need := range needs {
		for _, pattern := range []string{need.what, need.on} {
			compiled[pattern] = regexp.MustCompile("^(?:" + pattern + ")$")
		}
	}
	return compiled
})

func (n need) fits(what, on string) bool {
	return patterns()[n.what].MatchString(what) && patterns()[n.on].MatchString(on)
}

// named is a URN as "type name".
func named(urn string) string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(urn, "urn:pulumi:"), "::")
	_, rest, _ = strings.Cut(rest, "::")
	kinds, name, _ := strings.Cut(rest, "::")
	return kinds[strings.LastIndex(kinds, "$")+1:] + " " + name
}

// declared tells whether a wait stands in the table.
func declared(urn, on string) bool {
	for _, need := range needs {
		if need.fits(named(urn), named(on)) {
			return true
		}
	}
	return false
}

// checkCourse holds the order of an up against its bound: what needs another
// waits for it, and nothing costs time by waiting for more.
func (w *world) checkCourse(up engine.Result) {
	w.t.Helper()
	course := up.Simulated.Course
	w.checkNeeds(course)
	w.checkBound("all of it", course)
	w.checkBound("the applications", course.Applications())
}

func (w *world) checkBound(name string, part engine.Course) {
	w.t.Helper()
	takes, bound := part.Seconds(), part.Bound(declared)
	w.t.Logf("%s: %.0f s, at least %.0f s: %.3f; by inputs alone %.0f s", name, takes, bound, takes/bound, part.Bound(undeclared))
	if takes <= slower*bound {
		return
	}
	var delays []string
	for _, delay := range part.Delays(declared) {
		delays = append(delays, delay.String())
		if delay.Seconds <= slower*bound {
			break
		}
	}
	assert.Fail(w.t, "something waits for what it does not use", "%s: %.0f s, and %.0f s without needless waits. Take them out, or say in the table of tests/course_test.go what they are needed for. It would take\n  %s",
		name, takes, bound, strings.Join(delays, "\n  "))
}

// undeclared leaves out the table.
func undeclared(string, string) bool { return false }

// checkNeeds looks for what the table says always waits, and does not.
func (w *world) checkNeeds(course engine.Course) {
	w.t.Helper()
	fitting := func(pattern string) []string {
		return slices.DeleteFunc(course.Made(), func(urn string) bool { return !patterns()[pattern].MatchString(named(urn)) })
	}
	for _, need := range needs {
		if !need.always {
			continue
		}
		for _, urn := range fitting(need.what) {
			for _, on := range fitting(need.on) {
				assert.True(w.t, course.Waits(urn, on), "%s must wait for %s: %s", named(urn), named(on), need.reason)
			}
		}
	}
}

func TestANeedSaysWhy(t *testing.T) {
	for _, need := range needs {
		assert.NotEmpty(t, need.reason, fmt.Sprint(need))
	}
}
