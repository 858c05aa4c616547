package danger

import (
	"fmt"
	"slices"

	"groundwork/internal/changes"
)

// prefixListRule judges blocks that are added to a list which rules let in.
func prefixListRule(s subject) []verdict {
	if s.Type != "aws:ec2/managedPrefixList:ManagedPrefixList" || !s.both() {
		return nil
	}
	added := uncovered(cidrsOf(s.old("entries")), cidrsOf(s.new("entries")))
	if len(added) == 0 {
		return nil
	}
	return []verdict{{level: Exposure, paths: []string{"entries"},
		loss: fmt.Sprintf("whatever lets this list in is opened to %s", blocks(added))}}
}

func cidrsOf(entries any) []string {
	var all []string
	for _, entry := range list(entries) {
		all = append(all, texts(at(entry, "cidr"))...)
	}
	return all
}

// uncovered are the blocks that no earlier block holds.
func uncovered(before, after []string) []string {
	var added []string
	for _, block := range after {
		if known(block) && !slices.ContainsFunc(before, func(wide string) bool { return contains(wide, block) }) {
			added = append(added, block)
		}
	}
	return added
}

// blocks names address blocks; the whole internet by its name.
func blocks(all []string) string {
	for _, block := range all {
		if world(block) {
			return "the whole internet (" + block + ")"
		}
	}
	return some(all)
}

// endpointRule judges who reaches the API of a Kubernetes cluster. Without blocks
// everyone does: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
func endpointRule(s subject) []verdict {
	if s.Type != "aws:eks/cluster:Cluster" || s.After == nil {
		return nil
	}
	before, after := reaching(s.old("vpcConfig")), reaching(s.new("vpcConfig"))
	if s.Before == nil {
		before = nil
	}
	added := uncovered(before, after)
	if s.Operation == changes.Create && !slices.ContainsFunc(added, world) {
		return nil
	}
	var verdicts []verdict
	if len(added) > 0 {
		verdicts = append(verdicts, verdict{level: Exposure, paths: []string{"vpcConfig.publicAccessCidrs"},
			loss:   fmt.Sprintf("the cluster's API is opened to %s", blocks(added)),
			advice: "name the addresses of those who need it in publicAccessCidrs"})
	}
	if lost := missing(texts(s.old("enabledClusterLogTypes")), texts(s.new("enabledClusterLogTypes"))); s.both() && len(lost) > 0 {
		verdicts = append(verdicts, verdict{level: Exposure, paths: []string{"enabledClusterLogTypes"},
			loss: fmt.Sprintf("the cluster doesn't log %s any more", some(lost))})
	}
	return verdicts
}

// reaching are the blocks on the internet that a cluster's API answers.
func reaching(config any) []string {
	if config == nil || at(config, "endpointPublicAccess") == false {
		return nil
	}
	if given := texts(at(config, "publicAccessCidrs")); len(given) > 0 {
		return given
	}
	return []string{"0.0.0.0/0"}
}

// missing are the texts that are not there any more.
func missing(before, after []string) []string {
	var lost []string
	for _, one := range before {
		if !slices.Contains(after, one) {
			lost = append(lost, one)
		}
	}
	return lost
}
