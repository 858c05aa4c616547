package crosscheck

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// scaledObject is the part of KEDA's ScaledObject that refers to others:
// https://keda.sh/docs/latest/reference/scaledobject-spec/
type scaledObject struct {
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		ScaleTargetRef  reference `json:"scaleTargetRef"`
		MinReplicaCount *int      `json:"minReplicaCount"`
		MaxReplicaCount *int      `json:"maxReplicaCount"`
		Triggers        []struct {
			Type              string            `json:"type"`
			Metadata          map[string]string `json:"metadata"`
			AuthenticationRef *reference        `json:"authenticationRef"`
		} `json:"triggers"`
	} `json:"spec"`
}

// triggerAuthentication is where a trigger's secrets come from:
// https://keda.sh/docs/latest/concepts/authentication/
type triggerAuthentication struct {
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		SecretTargetRef []struct {
			Name string `json:"name"`
			Key  string `json:"key"`
		} `json:"secretTargetRef"`
	} `json:"spec"`
}

type reference struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// targetGroupBinding is the load balancer controller's:
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/
type targetGroupBinding struct {
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		ServiceRef struct {
			Name string             `json:"name"`
			Port intstr.IntOrString `json:"port"`
		} `json:"serviceRef"`
	} `json:"spec"`
}
