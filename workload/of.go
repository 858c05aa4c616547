package workload

import (
	"maps"
	"slices"
	"time"

	"groundwork/spec"
)

// tries is how often a run that failed is tried again: on a new machine the first can
// come before its credentials do.
const tries = 1

// Of are the workloads of a system in the order in which they start: by their kinds, and
// within a kind those that others use first. The system is as spec returns it: complete,
// and checked.
func Of(system *spec.System) []Workload {
	var all []Workload
	for _, name := range slices.Sorted(maps.Keys(system.Services)) {
		all = append(all, ofService(system, name, system.Services[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(system.Jobs)) {
		all = append(all, ofJob(system, name, system.Jobs[name]))
	}
	for i := range all {
		all[i].Callers = callersOf(all[i].Name, all)
	}
	return started(all)
}

func ofService(system *spec.System, name string, service *spec.Service) Workload {
	made := Workload{
		Name:            name,
		Kind:            Kind(service.Kind),
		Versions:        versions(service),
		Live:            live(service.Release),
		Command:         service.Command,
		Port:            service.Port,
		Size:            Size{int(service.CPU), int(service.CPULimit), int64(service.Memory), int64(service.MemLimit)},
		Scale:           scale(service),
		Health:          Health{check(service.Startup), check(service.Liveness), check(service.Readiness)},
		Grace:           time.Duration(service.Grace),
		Writable:        service.Writable,
		KubernetesToken: service.Token,
	}
	made.wire(system, service.Uses, service.Env, service.Secrets)
	if service.Kind == spec.KindWeb {
		made.Route = &Route{
			Host: service.Host, Path: service.Path, HealthPath: service.Readiness.Path,
			Formerly: service.Formerly, RequestsPerSecond: perSecond(service.RateLimit),
		}
	}
	return made
}

func ofJob(system *spec.System, name string, job *spec.Job) Workload {
	made := Workload{
		Name:     name,
		Kind:     Kind(job.Kind),
		Versions: []Version{{Image: Image{job.Image, job.Tag}}},
		Command:  job.Command,
		Size:     Size{CPU: int(job.CPU), Memory: int64(job.Memory)},
		Run:      &Run{Schedule: job.Schedule, Timeout: time.Duration(job.Timeout), Retries: tries},
		Writable: job.Writable,
	}
	made.wire(system, job.Uses, job.Env, job.Secrets)
	return made
}

// versions are the versions that run: one, or those of a blue-green release.
func versions(service *spec.Service) []Version {
	release := service.Release
	if release == nil {
		return []Version{{Image: Image{service.Image, service.Tag}}}
	}
	var made []Version
	if release.Blue != "" {
		made = append(made, Version{Blue, Image{service.Image, release.Blue}, 100 - release.GreenWeight})
	}
	if release.Green != "" {
		made = append(made, Version{Green, Image{service.Image, release.Green}, release.GreenWeight})
	}
	return made
}

// live is the colour that most requests go to; callers inside the system follow it.
func live(release *spec.Release) Colour {
	switch {
	case release == nil:
		return ""
	case release.Green != "" && (release.Blue == "" || release.GreenWeight > 50):
		return Green
	default:
		return Blue
	}
}

func scale(service *spec.Service) *Scale {
	made := &Scale{Replicas: service.Replicas}
	auto := service.Autoscale
	if auto == nil {
		return made
	}
	made.Min, made.Max = auto.Min, auto.Max
	made.CPUPercent, made.MemoryPercent = auto.CPU, auto.Memory
	made.RequestsPerMinute, made.Calm = auto.RequestsPerMinute, time.Duration(auto.Calm)
	if queue := auto.Queue; queue != nil {
		made.Queue = &Queue{queue.List, queue.Length}
	}
	return made
}

func check(probe *spec.Probe) *Check {
	if probe == nil {
		return nil
	}
	return &Check{
		Path: probe.Path, Command: probe.Command, Failures: probe.Failures,
		Delay: time.Duration(probe.Delay), Period: time.Duration(probe.Period), Timeout: time.Duration(probe.Timeout),
	}
}

// perSecond is a rate by the second, rounded up so that a low one stays one.
func perSecond(rate spec.Rate) int {
	if rate.Count == 0 {
		return 0
	}
	return max(1, int(time.Duration(rate.Count)*time.Second/rate.Per))
}
