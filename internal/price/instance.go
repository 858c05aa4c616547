package price

import "strings"

// template finds the launch template that a resource names; without one there is
// nothing in it. Before a template exists its id isn't known, and it is the one
// next to the resource.
func (q *quote) template() (inputs, bool) {
	named := q.in.objects("launchTemplate")
	if len(named) == 0 {
		return nil, !hidden(q.in.at("launchTemplate"))
	}
	id, idKnown := named[0].text("", "id")
	name, nameKnown := named[0].text("", "name")
	if !idKnown || !nameKnown {
		return q.side.neighbour(q.resource, launchTemplate, anything)
	}
	if id == "" {
		id = name
	}
	return q.side.find(launchTemplate, id)
}

// priceInstance prices a machine as running Linux with shared hardware.
func priceInstance(q *quote) {
	template, known := q.template()
	if !known {
		q.gap("its launch template isn't part of the stack")
		return
	}
	inherited, inheritedKnown := template.text("", "instanceType")
	machine, known := q.in.text(inherited, "instanceType")
	if !known || !inheritedKnown || machine == "" {
		q.gap("its instance type isn't known yet")
		return
	}
	tenancy, _ := q.in.text("default", "tenancy")
	switch {
	case tenancy != "default":
		q.gap("the list has no prices of dedicated hardware")
	case len(q.in.objects("instanceMarketOptions")) > 0:
		q.gap("spot instances have no list price")
	default:
		q.hourly(1, "ec2", machine, machine)
	}
	if !limited(q.in) && !limited(template) {
		q.credits("ec2", machine)
	}
	if q.in.on("associatePublicIpAddress") {
		q.addresses(1)
	}
	q.instanceDisks()
}

// limited tells whether a burstable machine slows down when it has used up its
// credits, which isn't the default.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode.html
func limited(in inputs) bool {
	for _, given := range in.objects("creditSpecification") {
		if mode, _ := given.text("unlimited", "cpuCredits"); mode == "standard" {
			return true
		}
	}
	return false
}

// credits tells what a burstable machine costs when it works more than it has
// credits for. T2 slows down instead.
func (q *quote) credits(service, machine string) {
	family, _, _ := strings.Cut(strings.TrimPrefix(machine, "db."), ".")
	if family == "t3" || family == "t3a" || family == "t4g" {
		q.rate("processors that are busy beyond their credits", service, "credits "+family)
	}
}

// instanceDisks: a root volume that nobody sized is as large as the image's.
func (q *quote) instanceDisks() {
	roots := q.in.objects("rootBlockDevice")
	if len(roots) == 0 {
		q.gap("the root volume is as large as the image has it")
	}
	for _, volume := range append(roots, q.in.objects("ebsBlockDevices")...) {
		d, known := readDisk(volume, "volumeSize", "volumeType", disk{kind: "gp2"})
		if !known {
			q.gap("the size or type of a volume isn't known")
			continue
		}
		q.disks(1, d)
	}
}
