package aws

import (
	"maps"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// standsIn is the note of the subnets in which a database or a cache has its machines.
// They stay there when their subnet group changes.
const standsIn = "standsIn"

// place gives machines subnets of a group, as many as there are machines: the first in
// the zone that was chosen, each further one in another zone as long as there is one.
// What stands somewhere stays.
func place(tx *localcloud.Tx, store, group *localcloud.Object, chosen string, machines int) {
	if group == nil {
		return
	}
	in := map[string]string{} // zone to subnet
	for _, subnet := range subnetsOf(tx, group.Outputs.Strings("subnetIds")) {
		if zone := subnet.String("availabilityZone"); in[zone] == "" {
			in[zone] = subnet.ID
		}
	}
	places := placesOf(store)
	if len(places) == 0 && in[chosen] != "" {
		places = append(places, in[chosen])
	}
	for _, zone := range slices.Sorted(maps.Keys(in)) {
		if len(places) < machines && !slices.Contains(places, in[zone]) {
			places = append(places, in[zone])
		}
	}
	store.Note(standsIn, strings.Join(places[:min(machines, len(places))], ","))
}

func placesOf(store *localcloud.Object) []string {
	if store.Notes[standsIn] == "" {
		return nil
	}
	return strings.Split(store.Notes[standsIn], ",")
}

// placeInstance: a Multi-AZ instance has a standby in another zone, which nobody
// chooses. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html
func placeInstance(tx *localcloud.Tx, instance *localcloud.Object) {
	machines := 1
	if instance.Outputs.Bool("multiAz") {
		machines = 2
	}
	place(tx, instance, tx.Get(subnetGroupType, instance.String("dbSubnetGroupName")), instance.String("availabilityZone"), machines)
}

func placeCache(tx *localcloud.Tx, cache *localcloud.Object) {
	zone := ""
	if preferred := cache.Outputs.Strings("preferredCacheClusterAzs"); len(preferred) > 0 {
		zone = preferred[0]
	}
	place(tx, cache, tx.Get(cacheSubnetType, cache.String("subnetGroupName")), zone, max(1, cache.Outputs.Int("numCacheClusters")))
}

// leavesOne finds a subnet that a group gives up and a store stands in.
func leavesOne(old, group *localcloud.Object, stores []*localcloud.Object) (store *localcloud.Object, subnet string) {
	kept := group.Outputs.Strings("subnetIds")
	for _, store := range stores {
		for _, place := range placesOf(store) {
			if slices.Contains(old.Outputs.Strings("subnetIds"), place) && !slices.Contains(kept, place) {
				return store, place
			}
		}
	}
	return nil, ""
}

// updateCacheSubnets keeps the subnets that nodes stand in:
// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyCacheSubnetGroup.html
func updateCacheSubnets(tx *localcloud.Tx, old, group *localcloud.Object) error {
	if err := createCacheSubnets(tx, group); err != nil {
		return err
	}
	if cache, subnet := leavesOne(old, group, tx.Where(cacheType, "subnetGroupName", group.ID)); cache != nil {
		return tx.Fail(400, "SubnetInUse", "The subnet ID %s is in use.", subnet)
	}
	return nil
}
