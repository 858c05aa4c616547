package conformance

import "groundwork/internal/localcloud"

// regrouped makes a database in the first two zones and gives its group other subnets.
func regrouped(first Props, subnets func(dataNet) []string) func(*World) error {
	return func(w *World) error {
		n, inputs := w.databases()
		w.Make(dbType, "db", with(inputs, first))
		group := Made{ID: "data", Inputs: localcloud.PropsOf(Props{"name": "data", "subnetIds": []string{n.a.ID, n.b.ID}})}
		group.Outputs = group.Inputs
		_, err := w.Change(dbSubnetsType, "data", group, Props{"name": "data", "subnetIds": subnets(n)})
		return err
	}
}

var subnetGroupCases = []Case{
	{Name: "a subnet group without the subnet that a database stands in", Do: regrouped(Props{"multiAz": false, "availabilityZone": "us-east-1b"}, func(n dataNet) []string { return []string{n.a.ID, n.third().ID} }),
		Refused: "SubnetAlreadyInUse", Evidence: rdsGroup},
	{Name: "a subnet group with another subnet in the database's zone", Do: regrouped(Props{"multiAz": false, "availabilityZone": "us-east-1a"}, func(n dataNet) []string { return []string{n.also.ID, n.b.ID} }),
		Refused: "SubnetAlreadyInUse", Evidence: rdsGroup},
	{Name: "a subnet group without the subnet that a standby stands in", Do: regrouped(nil, func(n dataNet) []string { return []string{n.a.ID, n.third().ID} }),
		Refused: "SubnetAlreadyInUse", Evidence: rdsGroup},
	{Name: "a subnet group without a subnet that nobody stands in", Do: regrouped(Props{"multiAz": false, "availabilityZone": "us-east-1a"}, func(n dataNet) []string { return []string{n.a.ID, n.third().ID} }),
		Evidence: rdsGroup},
	{Name: "a subnet group that gets a zone and gives it back", Do: func(w *World) error {
		n, inputs := w.databases()
		w.Make(dbType, "db", inputs)
		first := []string{n.a.ID, n.b.ID}
		group := Made{ID: "data", Inputs: localcloud.PropsOf(Props{"name": "data", "subnetIds": first})}
		group.Outputs = group.Inputs
		group, err := w.Change(dbSubnetsType, "data", group, Props{"name": "data", "subnetIds": append(first, n.third().ID)})
		if err != nil {
			return err
		}
		_, err = w.Change(dbSubnetsType, "data", group, Props{"name": "data", "subnetIds": first})
		return err
	}, Evidence: rdsGroup},
}
