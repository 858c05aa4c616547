package traffic

import (
	"strings"
	"time"
)

// addServices adds the way to each Service with an address inside its cluster.
func (w *world) addServices() {
	for key, versions := range w.services {
		selector, _ := at(versions[0].Properties, "spec", "selector").(map[string]any)
		if len(selector) == 0 || textAt(versions[0].Properties, "spec", "clusterIP") == "None" {
			continue
		}
		w.ways[key[strings.Index(key, "/")+1:]+" inside the cluster"] = func(at time.Duration) (int, bool) {
			if _, runs := w.backed(key, at); runs {
				return 0, true
			}
			_, there := w.service(key, at)
			return 100, there
		}
	}
}

func (w *world) service(key string, at time.Duration) (Span, bool) {
	for _, span := range w.services[key] {
		if span.stands(at) {
			return span, true
		}
	}
	return Span{}, false
}

// backed tells whether pods run behind a Service, and since when.
func (w *world) backed(key string, at time.Duration) (since time.Duration, runs bool) {
	service, there := w.service(key, at)
	if !there {
		return 0, false
	}
	for _, workload := range w.workloads[key[:strings.Index(key, "/")]] {
		if !workload.stands(at) || !selects(service, workload) {
			continue
		}
		if began := w.since(workload); !runs || began < since {
			since, runs = began, true
		}
	}
	return since, runs
}

// selects tells whether a Service picks a workload's pods, of which there are some.
func selects(service, workload Span) bool {
	if replicas, given := number(at(workload.Properties, "spec", "replicas")); given && replicas == 0 {
		return false
	}
	selector, _ := at(service.Properties, "spec", "selector").(map[string]any)
	labels, _ := at(workload.Properties, "spec", "template", "metadata", "labels").(map[string]any)
	for key, value := range selector {
		if labels[key] != value {
			return false
		}
	}
	return len(selector) > 0
}
