package kubernetes

import (
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"groundwork/internal/localcloud"
)

const (
	ingressType      = "kubernetes:networking.k8s.io/v1:Ingress"
	ingressClassType = "kubernetes:networking.k8s.io/v1:IngressClass"
	deploymentType   = "kubernetes:apps/v1:Deployment"

	serviceNotes = "service.beta.kubernetes.io/aws-load-balancer-"
	ingressNotes = "alb.ingress.kubernetes.io/"
)

// controller makes load balancers of AWS for Services and Ingresses.
type controller struct {
	// class of Services, and what an IngressClass calls it.
	class, ingresses string
	// finalizers keep a Service or an Ingress until its load balancer is gone.
	finalizers map[string]string
	runs       func(tx *localcloud.Tx) bool
}

// The controllers of EKS: the one in its control plane, the one that people
// install, and that of Auto Mode.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/
// https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-alb.html
var (
	builtIn = &controller{
		finalizers: map[string]string{serviceType: "service.kubernetes.io/load-balancer-cleanup"},
		runs:       func(*localcloud.Tx) bool { return true },
	}
	installed = &controller{
		class: "service.k8s.aws/nlb", ingresses: "ingress.k8s.aws/alb",
		finalizers: map[string]string{serviceType: "service.k8s.aws/resources", ingressType: "ingress.k8s.aws/resources"},
		runs:       hasBalancerController,
	}
	automatic = &controller{
		class: "eks.amazonaws.com/nlb", ingresses: "eks.amazonaws.com/alb",
		finalizers: map[string]string{serviceType: "service.eks.amazonaws.com/resources", ingressType: "ingress.eks.amazonaws.com/resources"},
		runs: func(tx *localcloud.Tx) bool {
			return eks(tx).Outputs.Bool("kubernetesNetworkConfig.elasticLoadBalancing.enabled")
		},
	}
	controllers = []*controller{builtIn, installed, automatic}
)

// balancerController is the name of the chart and of its image.
const balancerController = "aws-load-balancer-controller"

// hasBalancerController looks for the chart, and for the controller's own
// manifest.
func hasBalancerController(tx *localcloud.Tx) bool {
	return balancerRelease(tx) != nil || tx.Find(deploymentType, func(o *localcloud.Object) bool {
		return slices.ContainsFunc(o.Outputs.Maps("spec.template.spec.containers"), func(c localcloud.Props) bool {
			return strings.Contains(c.String("image"), balancerController)
		})
	}) != nil
}

func balancerRelease(tx *localcloud.Tx) *localcloud.Object {
	return tx.Find(releaseType, func(o *localcloud.Object) bool { return path.Base(o.String("chart")) == balancerController })
}

// responsible is the controller for an object, nil when it is none of AWS's.
func responsible(tx *localcloud.Tx, token string, object fields) *controller {
	if eks(tx) == nil || tx.Of("aws", "") == nil {
		return nil
	}
	switch token {
	case ingressType:
		name := ingressController(tx, object)
		for _, c := range controllers {
			if name != "" && c.ingresses == name {
				return c
			}
		}
	case serviceType:
		return forService(object)
	}
	return nil
}

func forService(service fields) *controller {
	if textAt(service, "spec", "type") != string(corev1.ServiceTypeLoadBalancer) {
		return nil
	}
	if class := textAt(service, "spec", "loadBalancerClass"); class != "" {
		for _, c := range controllers {
			if c.class == class {
				return c
			}
		}
		return nil
	}
	if kind := textAt(service, "metadata", "annotations", serviceNotes+"type"); kind == "external" || kind == "nlb-ip" {
		return installed
	}
	return builtIn
}

// ingressController is whom an Ingress's class names. The chart brings a class
// "alb".
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/ingress_class/
func ingressController(tx *localcloud.Tx, ingress fields) string {
	name := textAt(ingress, "spec", "ingressClassName")
	if class := tx.Get(ingressClassType, name); class != nil {
		return class.String("spec.controller")
	}
	if name == "" {
		name = textAt(ingress, "metadata", "annotations", "kubernetes.io/ingress.class")
	}
	if name == "alb" {
		return installed.ingresses
	}
	return ""
}

// addBalancerClass is the chart's webhook, which takes every new Service of
// type LoadBalancer over, unless its values switch it off.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/
func addBalancerClass(s server, service fields) {
	if forService(service) != builtIn || eks(s.tx) == nil {
		return
	}
	release := balancerRelease(s.tx)
	if release == nil || release.Outputs.Has("values.enableServiceMutatorWebhook") && !release.Outputs.Bool("values.enableServiceMutatorWebhook") {
		return
	}
	put(service, installed.class, "spec", "loadBalancerClass")
}
