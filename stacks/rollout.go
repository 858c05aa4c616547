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
// they were too.
func (d *deployment) rollOut() error {
	var after []pulumi.Resource
	for _, phase := range d.phases() {
		before := slices.Clone(after)
		for _, name := range phase.names {
			ready, err := phase.start(name, before)
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
