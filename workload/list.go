package workload

import (
	"cmp"
	"slices"
)

// order is the order of a release: what prepares the data, what answers people, what
// starts work, what does it. docs/decisions/0018 says why.
var order = []Kind{BeforeRelease, Web, Singleton, Worker, Scheduled}

// started orders workloads as a release starts them: by their kinds, and within a kind
// each after those that it calls; where some call each other, the first by its name
// begins.
func started(all []Workload) []Workload {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b Workload) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)), cmp.Compare(a.Name, b.Name))
	})
	var sorted []Workload
	seen := map[string]bool{}
	var visit func(one Workload)
	visit = func(one Workload) {
		if seen[one.Name] {
			return
		}
		seen[one.Name] = true
		for _, called := range slices.Sorted(slices.Values(one.Calls())) {
			if i := slices.IndexFunc(all, func(w Workload) bool { return w.Name == called }); i >= 0 && all[i].Kind == one.Kind {
				visit(all[i])
			}
		}
		sorted = append(sorted, one)
	}
	for _, one := range all {
		visit(one)
	}
	return sorted
}

// Phases are workloads by their kinds, in the order of a release: those of a phase are
// rolled out side by side, once the phase before runs.
func Phases(all []Workload) [][]Workload {
	var phases [][]Workload
	for _, kind := range order {
		phases = append(phases, slices.DeleteFunc(slices.Clone(all), func(w Workload) bool { return w.Kind != kind }))
	}
	return phases
}

// Routed are the workloads that people reach, by their names.
func Routed(all []Workload) []Workload {
	routed := slices.DeleteFunc(slices.Clone(all), func(w Workload) bool { return w.Route == nil })
	slices.SortFunc(routed, func(a, b Workload) int { return cmp.Compare(a.Name, b.Name) })
	return routed
}

// Hosts are the names that people reach the workloads by, sorted, each once.
func Hosts(all []Workload) []string {
	var hosts []string
	for _, one := range Routed(all) {
		hosts = append(hosts, one.Route.Host)
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// UsersOf are the names of the workloads that connect to a data store, sorted.
func UsersOf(store Store, all []Workload) []string {
	var users []string
	for _, one := range all {
		if one.Uses(store) {
			users = append(users, one.Name)
		}
	}
	slices.Sort(users)
	return users
}

// Images are the names of the images that run, sorted, each once.
func Images(all []Workload) []string {
	var names []string
	for _, one := range all {
		for _, version := range one.Versions {
			names = append(names, version.Image.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// ByEvents tells whether it scales by what Kubernetes itself does not measure.
func (s Scale) ByEvents() bool { return s.RequestsPerMinute > 0 || s.Queue != nil }

// Weight is the share of the requests that a colour answers, in per cent.
func (w Workload) Weight(colour Colour) int {
	for _, version := range w.Versions {
		if version.Colour == colour {
			return version.Weight
		}
	}
	return 0
}

// Any tells whether a program scales by something.
func Any(all []Workload, by func(Scale) bool) bool {
	return slices.ContainsFunc(all, func(w Workload) bool { return w.Scale != nil && by(*w.Scale) })
}
