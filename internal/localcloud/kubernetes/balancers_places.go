package kubernetes

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// subnets are those that the object names, or that the controller discovers:
// one of each zone.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/subnet_discovery/
func (j job) subnets() ([]string, error) {
	all := j.aws.Where(awsSubnetType, "vpcId", j.cluster.String("vpcConfig.vpcId"))
	chosen := onePerZone(j.candidates(all))
	if given := j.note("subnets"); given != "" {
		chosen = namedSubnets(all, given)
	}
	least := map[string]int{"application": 2, "network": 1, "classic": 1}[j.kind()]
	switch {
	case len(chosen) == 0 && j.controller == builtIn:
		return nil, errors.New("could not find any suitable subnets for creating the ELB")
	case len(chosen) == 0:
		return nil, fmt.Errorf("couldn't auto-discover subnets: unable to resolve at least one subnet. Evaluated %d subnets", len(all))
	case len(chosen) < least:
		return nil, fmt.Errorf("couldn't auto-discover subnets: subnets count less than minimal required count: %d < %d", len(chosen), least)
	}
	return chosen, nil
}

// candidates are the subnets that a load balancer could stand in, the better
// ones first. The installed controller prefers the role's tag to what routes
// say; the control plane's needs routes to the internet, and lets the tag
// decide between subnets of a zone.
// https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
func (j job) candidates(all []*localcloud.Object) []*localcloud.Object {
	role := "kubernetes.io/role/elb"
	if j.internal() {
		role = "kubernetes.io/role/internal-elb"
	}
	tagged := func(subnet *localcloud.Object, name string) bool {
		value, ok := subnet.Outputs.StringMap("tagsAll")[name]
		return ok && value != "0" && value != "false"
	}
	fit := slices.DeleteFunc(slices.Clone(all), j.ofAnotherCluster)
	hasRole := func(subnet *localcloud.Object) bool { return tagged(subnet, role) }
	if j.controller != builtIn && slices.ContainsFunc(fit, hasRole) {
		fit = slices.DeleteFunc(fit, func(subnet *localcloud.Object) bool { return !hasRole(subnet) })
	} else {
		fit = slices.DeleteFunc(fit, func(subnet *localcloud.Object) bool { return !j.reaches(subnet) })
	}
	first := role
	if j.controller != builtIn {
		first = "kubernetes.io/cluster/" + j.cluster.String("name")
	}
	slices.SortStableFunc(fit, func(a, b *localcloud.Object) int {
		return cmp.Or(cmp.Compare(rank(tagged(a, first)), rank(tagged(b, first))), strings.Compare(a.ID, b.ID))
	})
	return fit
}

func rank(better bool) int {
	if better {
		return 0
	}
	return 1
}

// reaches: a load balancer that faces the internet stands in public subnets.
// An inner one of the control plane may stand anywhere.
func (j job) reaches(subnet *localcloud.Object) bool {
	if j.internal() && j.controller == builtIn {
		return true
	}
	return j.public(subnet) != j.internal()
}

// public asks EC2 for the subnet's route table, its own or the VPC's main one.
func (j job) public(subnet *localcloud.Object) bool {
	for _, filter := range []map[string]any{
		{"name": "association.subnet-id", "values": []string{subnet.ID}},
		{"name": "association.main", "values": []string{"true"}},
	} {
		table, err := j.aws.Ask("aws:ec2/getRouteTable:getRouteTable", localcloud.PropsOf(map[string]any{
			"vpcId": subnet.String("vpcId"), "filters": []localcloud.Props{localcloud.PropsOf(filter)},
		}))
		if err == nil {
			return slices.ContainsFunc(table.Maps("routes"), func(route localcloud.Props) bool {
				return strings.HasPrefix(route.String("gatewayId"), "igw-")
			})
		}
	}
	return false
}

// ofAnotherCluster: a subnet with the tags of clusters belongs to those.
func (j job) ofAnotherCluster(subnet *localcloud.Object) bool {
	tags := subnet.Outputs.StringMap("tagsAll")
	const prefix = "kubernetes.io/cluster/"
	if _, ours := tags[prefix+j.cluster.String("name")]; ours {
		return false
	}
	return slices.ContainsFunc(slices.Collect(maps.Keys(tags)), func(name string) bool { return strings.HasPrefix(name, prefix) })
}

func onePerZone(subnets []*localcloud.Object) []string {
	var ids []string
	zones := map[string]bool{}
	for _, subnet := range subnets {
		if zone := subnet.String("availabilityZone"); !zones[zone] {
			zones[zone] = true
			ids = append(ids, subnet.ID)
		}
	}
	return ids
}

// namedSubnets are given by their ids or by their Name tags.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#subnets
func namedSubnets(all []*localcloud.Object, list string) []string {
	var ids []string
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		for _, subnet := range all {
			if subnet.ID == name || subnet.Outputs.StringMap("tagsAll")["Name"] == name {
				ids = append(ids, subnet.ID)
			}
		}
	}
	return ids
}

// groups are the security groups that the object names, or one of its own.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/security_groups/
func (j job) groups() ([]string, error) {
	if given := j.note("security-groups"); given != "" {
		return strings.Split(strings.ReplaceAll(given, " ", ""), ","), nil
	}
	if j.controller == builtIn && j.kind() == "network" {
		return nil, nil
	}
	name := j.generated("group")
	if j.controller == builtIn {
		name = "k8s-elb-" + j.name()
	}
	made, err := j.aws.Make(awsGroupType, name, localcloud.PropsOf(map[string]any{
		"name": name, "description": "[k8s] Managed SecurityGroup for LoadBalancer",
		"vpcId": j.cluster.String("vpcConfig.vpcId"), "tags": j.tags(),
	}))
	if err != nil {
		return nil, err
	}
	return []string{made.ID}, nil
}
