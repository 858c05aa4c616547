package kubernetes

import (
	"reflect"

	"groundwork/internal/localcloud"
)

const (
	revisionAnnotation = "deployment.kubernetes.io/revision"
	controllerUID      = "batch.kubernetes.io/controller-uid"
)

// server makes objects of one type as the API server does.
type server struct {
	tx *localcloud.Tx
	t  *resourceType
}

// ungenerated are types that count no generations, because they have no status
// or never had.
// https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#metadata
var ungenerated = map[string]bool{
	configMapType: true, secretType: true, serviceType: true, serviceAccountType: true, namespaceType: true,
	claimType: true, limitRangeType: true, "kubernetes:core/v1:ResourceQuota": true, hpaType: true,
	"kubernetes:core/v1:PersistentVolume": true, "kubernetes:core/v1:Endpoints": true, storageClassType: true,
	"kubernetes:autoscaling/v1:HorizontalPodAutoscaler":          true,
	"kubernetes:rbac.authorization.k8s.io/v1:Role":               true,
	"kubernetes:rbac.authorization.k8s.io/v1:RoleBinding":        true,
	"kubernetes:rbac.authorization.k8s.io/v1:ClusterRole":        true,
	"kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": true,
	"kubernetes:coordination.k8s.io/v1:Lease":                    true,
}

// made is a new object: defaults, what admission adds, and metadata.
func (s server) made(inputs fields) fields {
	object := s.admitted(inputs)
	if generate := textAt(object, "metadata", "generateName"); generate != "" && textAt(object, "metadata", "name") == "" {
		put(object, generate+s.tx.Dice().Text(5, localcloud.LowerAlnum), "metadata", "name")
	}
	put(object, s.tx.Timestamp(), "metadata", "creationTimestamp")
	put(object, s.tx.Dice().UUID(), "metadata", "uid")
	if !s.tx.Preview() {
		put(object, s.resourceVersion(), "metadata", "resourceVersion")
	}
	if !ungenerated[s.t.token()] {
		put(object, 1.0, "metadata", "generation")
	}
	if add, ok := additions[s.t.token()]; ok {
		add(s, object)
	}
	return object
}

// resourceVersion looks like a cluster's revision: it only grows.
func (s server) resourceVersion() string {
	return s.tx.Now().Format("0102150405") + s.tx.Dice().Text(3, localcloud.Digits)
}

// admitted is the inputs with defaults. An object that cannot be decoded was
// refused before.
func (s server) admitted(inputs fields) fields {
	object, _ := copyFields(inputs).(fields)
	if s.t.shape == nil {
		if found, ok := define(s.tx, s.t); ok && s.t.custom {
			withDefaults(found.schema, object)
		}
		return object
	}
	if typed, err := admit(s.t, known(inputs)); err == nil {
		if encoded, err := encode(typed); err == nil {
			object = encoded
		}
	}
	object["apiVersion"], object["kind"] = s.t.apiVersion(), s.t.kind
	if reflect.DeepEqual(object["status"], fields{}) {
		delete(object, "status")
	}
	return object
}

// changed is an object after an update: what is asked for now, the defaults of
// the rest, and what the cluster gave it or others wrote.
func (s server) changed(old, inputs fields) fields {
	object := s.admitted(inputs)
	asked, _ := old["__inputs"].(fields)
	for _, name := range []string{"name", "creationTimestamp", "uid", "generation", "resourceVersion", "finalizers"} {
		if value := at(old, "metadata", name); value != nil {
			put(object, value, "metadata", name)
		}
	}
	for _, name := range []string{"labels", "annotations"} {
		keepForeign(object, old, asked, "metadata", name)
	}
	for _, path := range allotted[s.t.token()] {
		if value := at(old, path...); value != nil && at(inputs, path...) == nil && at(asked, path...) == nil {
			put(object, value, path...)
		}
	}
	if status, ok := old["status"]; ok {
		object["status"] = status
	}
	if keep, ok := keeps[s.t.token()]; ok {
		keep(s, old, object)
	}
	if generation, ok := at(old, "metadata", "generation").(float64); ok && !reflect.DeepEqual(specOf(old), specOf(object)) {
		put(object, generation+1, "metadata", "generation")
	}
	if !s.tx.Preview() {
		put(object, s.resourceVersion(), "metadata", "resourceVersion")
	}
	return object
}

// specOf is what counts as a new generation: everything but metadata and
// status.
func specOf(object fields) fields {
	out := fields{}
	for name, value := range object {
		if name != "metadata" && name != "status" && name[0] != '_' && name != "id" {
			out[name] = value
		}
	}
	return out
}

// keepForeign keeps entries of a map that the program never asked for.
func keepForeign(object, old, asked fields, path ...string) {
	there, _ := at(old, path...).(fields)
	for name, value := range there {
		entry := append(append([]string{}, path...), name)
		if at(asked, entry...) == nil && at(object, entry...) == nil {
			put(object, value, entry...)
		}
	}
}

// allotted are values that the cluster or a controller gives an object and
// that stay through updates that do not say otherwise. A Deployment's replicas
// belong to its autoscaler, if the program leaves them out:
// https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling
var allotted = map[string][][]string{
	"kubernetes:apps/v1:Deployment":  {{"spec", "replicas"}},
	"kubernetes:apps/v1:StatefulSet": {{"spec", "replicas"}},
	"kubernetes:apps/v1:ReplicaSet":  {{"spec", "replicas"}},
	serviceType: {
		{"spec", "clusterIP"}, {"spec", "clusterIPs"}, {"spec", "ipFamilies"}, {"spec", "ipFamilyPolicy"},
		{"spec", "healthCheckNodePort"}, {"spec", "loadBalancerClass"},
	},
	claimType:                 {{"spec", "volumeName"}, {"spec", "storageClassName"}},
	"kubernetes:batch/v1:Job": {{"spec", "selector"}, {"spec", "template", "metadata"}},
	"kubernetes:core/v1:Pod":  {{"spec", "nodeName"}, {"spec", "volumes"}, {"spec", "tolerations"}},
	namespaceType:             {{"spec"}},
	crdType:                   {{"spec", "conversion"}},
	targetGroupBindingType: {
		{"spec", "vpcID"}, {"spec", "ipAddressType"}, {"spec", "targetType"}, {"spec", "targetGroupARN"}, {"spec", "targetGroupProtocol"},
	},
}
