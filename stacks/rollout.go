package stacks

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/spec"
)

// starter starts one workload by its name, after others; it returns what must
// run before something that comes after it.
type starter func(name string, after []pulumi.Resource) ([]pulumi.Resource, error)

// phase are workloads that are rolled out side by side.
type phase struct {
	names []string
	start starter
}

// phases are the order of a rollout: what prepares the data, what answers
// people, what starts work, what does it. Each waits until the one before runs,
// so that no worker gets work of a kind it does not know yet, and a migration
// that fails stops everything. docs/decisions/0018 says why in this order.
func (d *deployment) phases() []phase {
	return []phase{
		{d.jobsOf(spec.JobBeforeRelease), d.startJob},
		{d.servicesOf(spec.KindWeb), d.startService},
		{d.servicesOf(spec.KindSingleton), d.startService},
		{d.servicesOf(spec.KindWorker), d.startService},
		{d.jobsOf(spec.JobScheduled), d.startJob},
	}
}

// rollOut starts the workloads in the order of the phases. A destroy takes them
// away in the opposite order. All of a workload waits for the phase before, not
// its pods alone: when a migration fails, the ways to the old pods must be what
// they were too. Within a phase a service comes after those that it uses.
func (d *deployment) rollOut() error {
	var after []pulumi.Resource
	for _, phase := range d.phases() {
		before := slices.Clone(after)
		for _, name := range calleesFirst(phase.names, d.usesOf) {
			ready, err := phase.start(name, slices.Concat(before, d.callees(name)))
			if err != nil {
				return err
			}
			after = append(after, ready...)
		}
	}
	return nil
}

// workload is the options of a workload: it comes after others, its role, and
// the data stores in the cluster that it uses, which count as there once they
// answer. One that runs elsewhere is waited for because its address is.
func (d *deployment) workload(name string, uses []string, after ...pulumi.Resource) []pulumi.ResourceOption {
	after = append(slices.Clone(after), d.podRole(name)...)
	for _, use := range uses {
		after = append(after, d.stores[use].ready...)
	}
	return append(d.inNamespace(), pulumi.DependsOn(after))
}

func (d *deployment) servicesOf(kind spec.ServiceKind) []string {
	return slices.DeleteFunc(d.serviceNames(), func(name string) bool { return d.system.Services[name].Kind != kind })
}

func (d *deployment) jobsOf(kind spec.JobKind) []string {
	names := slices.Sorted(maps.Keys(d.system.Jobs))
	return slices.DeleteFunc(names, func(name string) bool { return d.system.Jobs[name].Kind != kind })
}

// usesOf are what a workload says it uses.
func (d *deployment) usesOf(name string) []string {
	if service, is := d.system.Services[name]; is {
		return service.Uses
	}
	return d.system.Jobs[name].Uses
}

// callees are what must be there of the services that a workload uses, so that it
// is not told of an address that nobody has yet. Of those that use each other one
// is started before the other.
func (d *deployment) callees(name string) []pulumi.Resource {
	var there []pulumi.Resource
	for _, use := range d.usesOf(name) {
		if service, started := d.running[use]; started {
			there = append(there, service.Reached...)
		}
	}
	return there
}

// calleesFirst orders names so that each comes after those that it uses; where some
// use each other, the first by its name begins.
func calleesFirst(names []string, uses func(string) []string) []string {
	var ordered []string
	seen := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		if seen[name] || !slices.Contains(names, name) {
			return
		}
		seen[name] = true
		for _, use := range slices.Sorted(slices.Values(uses(name))) {
			visit(use)
		}
		ordered = append(ordered, name)
	}
	for _, name := range names {
		visit(name)
	}
	return ordered
}
