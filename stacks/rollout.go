package stacks

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/databaseaccess"
	"groundwork/workload"
)

// rollOut starts the workloads phase by phase: each waits until the one before runs, so
// that no worker gets work of a kind it does not know yet, and a migration that fails
// stops everything. docs/decisions/0018 says why in this order. A destroy takes them
// away in the opposite order. All of a workload waits for the phase before, not its
// pods alone: when a migration fails, the ways to the old pods must be what they were
// too. Before all of them the database's roles are made, and after them those that
// nobody uses any more go: docs/decisions/0049. Within a phase a service comes after those that it uses.
func (d *deployment) rollOut() error {
	after, err := d.startRoles(databaseaccess.App, nil)
	if err != nil {
		return err
	}
	for _, phase := range workload.Phases(d.workloads) {
		before := slices.Clone(after)
		for _, one := range phase {
			start := d.startService
			if one.Run != nil {
				start = d.startJob
			}
			ready, err := start(one, slices.Concat(before, d.callees(one)))
			if err != nil {
				return err
			}
			after = append(after, ready...)
		}
	}
	_, err = d.startRoles(databaseaccess.Retiring, after)
	return err
}

// placed is the options of a workload: it comes after others, its role, and the data
// stores in the cluster that it uses, which count as there once they answer. One that
// runs elsewhere is waited for because its address is.
func (d *deployment) placed(one workload.Workload, after ...pulumi.Resource) []pulumi.ResourceOption {
	after = slices.Concat(after, d.podRole(one.Name), d.imagesReady())
	for _, to := range one.Reaches {
		after = append(after, d.stores[to.Store].ready...)
	}
	return append(d.inNamespace(), pulumi.DependsOn(after))
}

// callees are what must be there of the services that a workload calls, so that it is
// not told of an address that nobody has yet. Of those that call each other one is
// started before the other.
func (d *deployment) callees(one workload.Workload) []pulumi.Resource {
	var there []pulumi.Resource
	for _, name := range one.Calls() {
		if service, started := d.running[name]; started {
			there = append(there, service.Reached...)
		}
	}
	return there
}
