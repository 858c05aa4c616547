package price

import "fmt"

// standardUntil are the days on which EKS's standard support of a version ends.
// https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
var standardUntil = map[string]string{
	"1.29": "2025-03-23", "1.30": "2025-07-23", "1.31": "2025-11-26", "1.32": "2026-03-23",
	"1.33": "2026-07-29", "1.34": "2026-12-02", "1.35": "2027-03-27", "1.36": "2027-07-31",
}

// calendarDate is the day on which the calendars here were written down: what had
// ended by then has ended. What ends later is told with its date, since a price
// must not depend on the day on which it is asked for.
const calendarDate = "2026-11-28"

// priceControlPlane: a version whose standard support has ended costs six times as
// much, unless the cluster's policy is to be upgraded instead. That isn't the
// default. https://docs.aws.amazon.com/eks/latest/userguide/view-upgrade-policy.html
func priceControlPlane(q *quote) {
	policy, _ := q.in.text("EXTENDED", "upgradePolicy", "supportType")
	version, _ := q.in.text("", "version")
	end, dated := standardUntil[version]
	switch {
	case policy == "STANDARD":
		q.hourly(1, "eks", "standard", "EKS control plane")
	case dated && end <= calendarDate:
		q.hourly(1, "eks", "extended", "EKS control plane in extended support, since "+end)
	case dated:
		q.hourly(1, "eks", "standard", "EKS control plane")
		q.rate("the control plane in extended support, from "+end+" on, instead of the price above", "eks", "extended")
	default:
		q.hourly(1, "eks", "standard", "EKS control plane")
		q.rate("the control plane once it is in extended support, instead of the price above", "eks", "extended")
	}
}

// What a managed node group has unless somebody says otherwise.
// https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
const defaultNode = "t3.medium"

var defaultNodeDisk = disk{kind: "gp3", gib: 20}

// node is one node of a group.
type node struct {
	machine string
	spot    bool
	// limited: it slows down instead of costing more.
	limited bool
	disks   []disk
}

// priceNodeGroup: the group as large as it is asked for, and what each further
// node costs that the autoscaler may add.
func priceNodeGroup(q *quote) {
	size, known := q.in.number(-1, "scalingConfig", "desiredSize")
	if !known || size < 0 {
		q.gap("how many nodes there are isn't known yet")
		return
	}
	n, known := q.node()
	if !known {
		return
	}
	q.nodes(size, n)
	if largest, known := q.in.number(0, "scalingConfig", "maxSize"); known && largest > size {
		q.furtherNode(n, largest)
	}
}

func (q *quote) nodes(count int64, n node) {
	if n.spot {
		q.gap("spot instances have no list price")
	} else {
		q.hourly(count, "ec2", n.machine, n.machine)
	}
	if !n.limited {
		q.credits("ec2", n.machine)
	}
	for _, d := range n.disks {
		q.disks(count, d)
	}
}

func (q *quote) furtherNode(n node, largest int64) {
	one := &quote{resource: q.resource, prices: q.prices}
	one.nodes(1, n)
	if len(one.gaps) == 0 {
		q.rates = append(q.rates, Rate{
			Component: q.resource.Within(),
			What:      fmt.Sprintf("each further node, up to %d", largest),
			USD:       one.amount.String(),
			Unit:      "month",
		})
	}
}

// node reads what a node is: of several types the first is what on-demand groups
// take. What the group doesn't say stands in the launch template.
func (q *quote) node() (node, bool) {
	template, known := q.template()
	if !known {
		q.gap("its launch template isn't part of the stack")
		return node{}, false
	}
	n := node{}
	types, known := q.in.list("instanceTypes")
	if len(types) > 0 {
		n.machine, known = inputs{"type": types[0]}.text("", "type")
	} else if known {
		n.machine, known = template.text(defaultNode, "instanceType")
	}
	if !known {
		q.gap("the nodes' instance type isn't known yet")
		return node{}, false
	}
	capacity, _ := q.in.text("ON_DEMAND", "capacityType")
	n.spot, n.limited = capacity == "SPOT", limited(template)
	n.disks, known = nodeDisks(q.in, template)
	if !known {
		q.gap("the nodes' disks aren't known yet")
	}
	return n, known
}

func nodeDisks(group, template inputs) ([]disk, bool) {
	var all []disk
	for _, mapping := range template.objects("blockDeviceMappings") {
		for _, volume := range mapping.objects("ebs") {
			d, known := readDisk(volume, "volumeSize", "volumeType", defaultNodeDisk)
			if !known {
				return nil, false
			}
			all = append(all, d)
		}
	}
	if len(all) > 0 {
		return all, true
	}
	d, known := readDisk(group, "diskSize", "", defaultNodeDisk)
	return []disk{d}, known
}
