package nginxingress

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	rbacv1 "groundwork/internal/sdk/kubernetes/rbac/v1"
)

// account is the controller's service account, and the name of its roles. Not the
// chart's own name, ingress-nginx-ingress: in a cluster that has the chart's account
// and roles, these are there before Helm takes those away, as it does without
// rbac.create, which all five templates begin with:
// https://github.com/nginx/kubernetes-ingress/tree/v5.5.4/charts/nginx-ingress/templates
const account = App + "-controller"

// lease is what the replicas agree on who writes the addresses with. The chart
// makes it, and calls it by the release and itself:
// https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/charts/nginx-ingress/templates/_helpers.tpl
const lease = App + "-" + chart + "-leader-election"

// rule is what may be done with some kinds of objects; with names, only with those.
type rule struct {
	group     string
	resources []string
	verbs     []string
	names     []string
}

var look = []string{"get", "list", "watch"}

// inNamespace is what the controller needs in the namespace that it serves: what its
// program calls, with custom resources and telemetry off. Kubernetes grants secrets by
// name or all of a namespace, never by type, and a program that watches for
// certificates can't name them: so it reads the services' secrets too.
// https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/charts/nginx-ingress/templates/controller-role.yaml
// https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/charts/nginx-ingress/templates/clusterrole.yaml
var inNamespace = []rule{
	{resources: []string{"configmaps", "pods", "secrets", "services"}, verbs: look},
	{resources: []string{"namespaces"}, verbs: []string{"get"}},
	{resources: []string{"pods"}, verbs: []string{"update"}},
	{resources: []string{"events"}, verbs: []string{"create", "patch", "list"}},
	{group: "coordination.k8s.io", resources: []string{"leases"}, verbs: []string{"get", "update"}, names: []string{lease}},
	{group: "coordination.k8s.io", resources: []string{"leases"}, verbs: []string{"create", "list", "watch"}},
	{group: "discovery.k8s.io", resources: []string{"endpointslices"}, verbs: look},
	{group: "networking.k8s.io", resources: []string{"ingresses"}, verbs: look},
	{group: "networking.k8s.io", resources: []string{"ingresses/status"}, verbs: []string{"update"}},
	{group: "apps", resources: []string{"replicasets", "daemonsets", "statefulsets"}, verbs: []string{"get"}},
}

// inCluster is what stands in no namespace: at its start the controller looks
// whether its class is its own.
// https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/cmd/nginx-ingress/main.go
var inCluster = []rule{
	{group: "networking.k8s.io", resources: []string{"ingressclasses"}, verbs: []string{"get"}, names: []string{Class}},
}

// grant makes the account and its roles in place of the chart's, of which one reads
// the secrets of the whole cluster.
func (b *builder) grant() error {
	made, err := corev1.NewServiceAccount(b.ctx, b.name+"-account", &corev1.ServiceAccountArgs{
		Metadata: b.spec().Metadata(b.args.Namespace, account),
		// The pods ask for their token themselves.
		AutomountServiceAccountToken: pulumi.Bool(false),
	}, b.child()...)
	if err != nil {
		return err
	}
	role, err := rbacv1.NewRole(b.ctx, b.name+"-role", &rbacv1.RoleArgs{
		Metadata: b.spec().Metadata(b.args.Namespace, account), Rules: policyRules(inNamespace),
	}, b.child()...)
	if err != nil {
		return err
	}
	binding, err := rbacv1.NewRoleBinding(b.ctx, b.name+"-role", &rbacv1.RoleBindingArgs{
		Metadata: b.spec().Metadata(b.args.Namespace, account), RoleRef: reference("Role"), Subjects: b.subjects(),
	}, b.child(role)...)
	if err != nil {
		return err
	}
	b.first = append(b.first, made, role, binding)
	return b.grantClass()
}

// grantClass lets the account read its class. Roles of the cluster are in no
// namespace,.
func (b *builder) grantClass() error {
	metadata := b.spec().Metadata("", account)
	metadata.Namespace = nil
	role, err := rbacv1.NewClusterRole(b.ctx, b.name+"-role", &rbacv1.ClusterRoleArgs{
		Metadata: metadata, Rules: policyRules(inCluster),
	}, b.child()...)
	if err != nil {
		return err
	}
	binding, err := rbacv1.NewClusterRoleBinding(b.ctx, b.name+"-role", &rbacv1.ClusterRoleBindingArgs{
		Metadata: metadata, RoleRef: reference("ClusterRole"), Subjects: b.subjects(),
	}, b.child(role)...)
	b.first = append(b.first, role, binding)
	return err
}

func reference(kind string) *rbacv1.RoleRefArgs {
	return &rbacv1.RoleRefArgs{ApiGroup: pulumi.String("rbac.authorization.k8s.io"), Kind: pulumi.String(kind), Name: pulumi.String(account)}
}

func (b *builder) subjects() rbacv1.SubjectArray {
	return rbacv1.SubjectArray{&rbacv1.SubjectArgs{
		Kind: pulumi.String("ServiceAccount"), Name: pulumi.String(account), Namespace: pulumi.String(b.args.Namespace),
	}}
}

func policyRules(rules []rule) rbacv1.PolicyRuleArray {
	var list rbacv1.PolicyRuleArray
	for _, r := range rules {
		made := &rbacv1.PolicyRuleArgs{
			ApiGroups: pulumi.ToStringArray([]string{r.group}),
			Resources: pulumi.ToStringArray(r.resources),
			Verbs:     pulumi.ToStringArray(r.verbs),
		}
		if len(r.names) > 0 {
			made.ResourceNames = pulumi.ToStringArray(r.names)
		}
		list = append(list, made)
	}
	return list
}
