package kubernetes

import (
	"reflect"
	"strings"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	certificatesv1 "k8s.io/api/certificates/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	networkingv1 "k8s.io/api/networking/v1"
	nodev1 "k8s.io/api/node/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	storagev1 "k8s.io/api/storage/v1"
)

// resourceType is one kind of object.
type resourceType struct {
	// group is "" for the core API, whose tokens say "core".
	group, version, kind string
	// shape is the API's own Go type; nil for what has none here, as custom
	// resources.
	shape reflect.Type
	// cluster says that its objects live outside namespaces.
	cluster bool
	// custom says that a CustomResourceDefinition must define it.
	custom bool
}

// served lists the API's versions and kinds by the Go types that define them.
// Kubernetes 1.34 serves them all:
// https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/
var served = []struct {
	group, version      string
	namespaced, cluster []any
}{
	{"", "v1",
		[]any{
			corev1.ConfigMap{}, corev1.Endpoints{}, corev1.LimitRange{}, corev1.PersistentVolumeClaim{}, //nolint:staticcheck // deprecated and still served
			corev1.Pod{}, corev1.PodTemplate{}, corev1.ReplicationController{}, corev1.ResourceQuota{},
			corev1.Secret{}, corev1.Service{}, corev1.ServiceAccount{},
		},
		[]any{corev1.Namespace{}, corev1.Node{}, corev1.PersistentVolume{}}},
	{"apps", "v1", []any{
		appsv1.ControllerRevision{}, appsv1.DaemonSet{}, appsv1.Deployment{}, appsv1.ReplicaSet{}, appsv1.StatefulSet{},
	}, nil},
	{"batch", "v1", []any{batchv1.CronJob{}, batchv1.Job{}}, nil},
	{"autoscaling", "v1", []any{autoscalingv1.HorizontalPodAutoscaler{}}, nil},
	{"autoscaling", "v2", []any{autoscalingv2.HorizontalPodAutoscaler{}}, nil},
	{"policy", "v1", []any{policyv1.PodDisruptionBudget{}}, nil},
	{"networking.k8s.io", "v1",
		[]any{networkingv1.Ingress{}, networkingv1.NetworkPolicy{}}, []any{networkingv1.IngressClass{}}},
	{"rbac.authorization.k8s.io", "v1",
		[]any{rbacv1.Role{}, rbacv1.RoleBinding{}}, []any{rbacv1.ClusterRole{}, rbacv1.ClusterRoleBinding{}}},
	{"storage.k8s.io", "v1",
		[]any{storagev1.CSIStorageCapacity{}},
		[]any{storagev1.StorageClass{}, storagev1.CSIDriver{}, storagev1.CSINode{}, storagev1.VolumeAttachment{}}},
	{"scheduling.k8s.io", "v1", nil, []any{schedulingv1.PriorityClass{}}},
	{"coordination.k8s.io", "v1", []any{coordinationv1.Lease{}}, nil},
	{"discovery.k8s.io", "v1", []any{discoveryv1.EndpointSlice{}}, nil},
	{"node.k8s.io", "v1", nil, []any{nodev1.RuntimeClass{}}},
	{"certificates.k8s.io", "v1", nil, []any{certificatesv1.CertificateSigningRequest{}}},
	{"admissionregistration.k8s.io", "v1", nil, []any{
		admissionv1.MutatingWebhookConfiguration{}, admissionv1.ValidatingWebhookConfiguration{},
		admissionv1.ValidatingAdmissionPolicy{}, admissionv1.ValidatingAdmissionPolicyBinding{},
	}},
}

// untyped are kinds of the API whose Go types are in modules not needed
// otherwise.
var untyped = []resourceType{
	{group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition", cluster: true},
	{group: "apiregistration.k8s.io", version: "v1", kind: "APIService", cluster: true},
}

// builtin finds the types of the API by token.
var builtin = builtinTypes()

func builtinTypes() map[string]*resourceType {
	types := map[string]*resourceType{}
	add := func(t resourceType) { types[t.token()] = &t }
	for _, api := range served {
		for _, list := range []struct {
			samples []any
			cluster bool
		}{{api.namespaced, false}, {api.cluster, true}} {
			for _, sample := range list.samples {
				shape := reflect.TypeOf(sample)
				add(resourceType{group: api.group, version: api.version, kind: shape.Name(), shape: shape, cluster: list.cluster})
			}
		}
	}
	for _, t := range untyped {
		add(t)
	}
	return types
}

func (t *resourceType) token() string {
	group := t.group
	if group == "" {
		group = "core"
	}
	return "kubernetes:" + group + "/" + t.version + ":" + t.kind
}

// apiVersion is what objects of the type say.
func (t *resourceType) apiVersion() string {
	if t.group == "" {
		return t.version
	}
	return t.group + "/" + t.version
}

// qualified names the type as the API server's errors do: "Deployment.apps".
func (t *resourceType) qualified() string {
	if t.group == "" {
		return t.kind
	}
	return t.kind + "." + t.group
}

// plural names the type's collection as the API server's errors do:
// "deployments.apps".
func (t *resourceType) plural() string {
	name := strings.ToLower(t.kind)
	switch {
	case strings.HasSuffix(name, "endpoints"):
	case strings.HasSuffix(name, "s"):
		name += "es"
	case strings.HasSuffix(name, "y"):
		name = strings.TrimSuffix(name, "y") + "ies"
	default:
		name += "s"
	}
	if t.group != "" {
		name += "." + t.group
	}
	return name
}

// parseToken reads "kubernetes:apps/v1:Deployment". What the API does not
// serve itself is a custom resource.
func parseToken(token string) (*resourceType, bool) {
	if known, ok := builtin[token]; ok {
		return known, true
	}
	parts := strings.Split(token, ":")
	if len(parts) != 3 || parts[0] != packageName {
		return nil, false
	}
	group, version, ok := strings.Cut(parts[1], "/")
	if !ok || components[group] || parts[2] == "" {
		return nil, false
	}
	if group == "core" {
		group = ""
	}
	return &resourceType{group: group, version: version, kind: parts[2], custom: true}, true
}

// components are modules of the package that hold no kinds of objects.
var components = map[string]bool{"helm.sh": true, "kustomize": true, "yaml": true, "apiextensions": true, "index": true}

// typeOf finds the type of an object by what it says of itself.
func typeOf(apiVersion, kind string) (*resourceType, bool) {
	group := apiVersion
	if !strings.Contains(apiVersion, "/") {
		group = "core/" + apiVersion
	}
	return parseToken(packageName + ":" + group + ":" + kind)
}
