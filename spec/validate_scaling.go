package spec

import (
	"fmt"
	"strconv"
)

func (v *validator) replicas(path string, service *Service) {
	replicas := under(path, "replicas")
	if service.Kind == KindSingleton {
		v.singleton(path, service)
		return
	}
	if written, err := strconv.ParseInt(fmt.Sprint(v.written[replicas]), 0, 64); err == nil && written == 0 { // -0 too
		v.add(replicas, 0, "a service that should not run is left out of the file: 0 would mean 1", "nothing: leave the service out of the file, or replicas: 1")
	}
	v.between(replicas, service.Replicas, 1, replicasLimit, "a service that should not run is left out of the file")
	scale := service.Autoscale
	if scale == nil {
		return
	}
	v.autoscale(under(path, "autoscale"), service, scale)
	v.events(under(path, "autoscale"), service)
	if scale.Min <= scale.Max && (service.Replicas < scale.Min || service.Replicas > scale.Max) {
		v.add(replicas, service.Replicas, fmt.Sprintf("the replicas at the start are between autoscale's min and max, %d to %d: otherwise the autoscaler changes them at once", scale.Min, scale.Max),
			fmt.Sprintf("replicas: %d", scale.Min))
	}
}

// singleton refuses what would run a singleton twice.
func (v *validator) singleton(path string, service *Service) {
	const why = "a singleton never runs twice at once"
	if service.Autoscale != nil {
		v.add(under(path, "autoscale"), raw("(an autoscaler)"), why, "nothing: leave the key out, or kind: worker")
	} else if service.Replicas != 1 {
		v.add(under(path, "replicas"), service.Replicas, why, "nothing: leave the key out, or kind: worker")
	}
}

func (v *validator) autoscale(path string, service *Service, scale *Autoscale) {
	v.between(under(path, "min"), scale.Min, 1, replicasLimit, "Kubernetes does not scale to none on CPU or memory")
	v.between(under(path, "max"), scale.Max, 1, replicasLimit, "far beyond what one service needs")
	v.between(under(path, "cpu"), scale.CPU, 0, 100, "it is per cent of the CPU asked for; 0 ignores CPU")
	v.between(under(path, "memory"), scale.Memory, 0, 100, "it is per cent of the memory asked for; 0 ignores memory")
	// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
	if scale.Calm.Std() > hour || scale.Calm.Std()%second != 0 {
		v.add(under(path, "calm"), scale.Calm, "Kubernetes takes whole seconds, up to an hour", "calm: "+wholeSeconds(scale.Calm, 0))
	}
	if scale.CPU == 0 && scale.Memory == 0 && !scale.Events() {
		v.add(under(path, "cpu"), 0, "there is nothing to scale by: CPU and memory are both ignored", "cpu: 70")
	}
	if scale.Max < scale.Min {
		v.add(under(path, "max"), scale.Max, fmt.Sprintf("the most replicas are not fewer than the fewest, %d", scale.Min), fmt.Sprintf("max: %d", min(max(scale.Min, service.Replicas), replicasLimit)))
	}
}

// withoutRequests is what to write in place of requestsPerMinute, so that something is
// left to scale by.
func withoutRequests(scale *Autoscale) string {
	if scale.CPU == 0 && scale.Memory == 0 && scale.Queue == nil {
		return "cpu: 70"
	}
	return "nothing: leave the key out"
}

// mostEvents is far beyond what one replica takes in a minute or leaves waiting.
const mostEvents = 1_000_000

// events checks what is measured outside the pods.
func (v *validator) events(path string, service *Service) {
	scale := service.Autoscale
	requests := under(path, "requestsPerMinute")
	v.between(requests, scale.RequestsPerMinute, 0, mostEvents, "it is requests a minute for each replica; 0 ignores them")
	if scale.RequestsPerMinute > 0 && service.Kind != KindWeb {
		v.add(requests, scale.RequestsPerMinute, fmt.Sprintf("the load balancer counts requests, and none reaches a %s", service.Kind), withoutRequests(scale)+", or queue: {list: celery, length: 100}")
	}
	if scale.RequestsPerMinute > 0 && service.Kind == KindWeb && v.sys.Ingress.Kind == IngressNginx {
		v.add(requests, scale.RequestsPerMinute, "it is the AWS load balancer that counts requests; NGINX's figures would take a Prometheus, which the system has none of", withoutRequests(scale)+", or groundwork:ingress.kind: alb")
	}
	queue := scale.Queue
	if queue == nil {
		return
	}
	path = under(path, "queue")
	if queue.List == "" && v.readable(under(path, "list")) {
		v.add(under(path, "list"), queue.List, "a list in Redis has a name", "list: celery")
	}
	v.between(under(path, "length"), queue.Length, 1, mostEvents, "it is entries that wait, for each replica")
	if v.sys.Cache == nil && v.there(at("cache")) {
		v.add(path, raw("(a queue)"), "the list is in the cache, and the system has none", "groundwork:cache: {} (one with the defaults), or nothing: leave the key out")
	}
}
