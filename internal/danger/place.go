package danger

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"groundwork/internal/changes"
)

// placeFindings judge where the stack is as a whole. Resources don't move to another
// region or account: the provider looks for them where they are not, takes them for
// gone, and what is there is nobody's any more.
// Where it sees the change, it replaces all of it: made anew there, and gone here.
// https://github.com/pulumi/pulumi-aws/pull/4000
func placeFindings(set changes.Set) []Finding {
	var findings []Finding
	add := func(what, before, after, keep string) {
		findings = append(findings, Finding{
			URN:  "urn:pulumi:" + set.Stack + "::" + set.System + "::pulumi:pulumi:Stack::" + set.System + "-" + set.Stack,
			Type: "pulumi:pulumi:Stack", Name: set.System + "-" + set.Stack, Component: set.Stack, Level: Refused,
			Loss:   fmt.Sprintf("the stack is in %s %s and can't move to %s", what, before, after),
			Advice: keep + ": nobody would manage what is there; another " + what + " is another stack: docs/operations.md",
		})
	}
	if living(set) && set.RegionBefore != "" && set.Region != "" && set.RegionBefore != set.Region {
		add("region", set.RegionBefore, set.Region, "keep aws:region: "+set.RegionBefore)
	}
	if before, after := accounts(set); len(before) == 1 && len(after) == 1 && before[0] != after[0] {
		add("account", before[0], after[0], "sign in to account "+before[0])
	}
	return findings
}

// living is true of a stack that has something of AWS.
func living(set changes.Set) bool {
	return slices.ContainsFunc(set.Resources, func(r changes.Resource) bool {
		return strings.HasPrefix(r.Type, "aws:") && !r.Component && r.Operation != changes.Create && r.Operation != changes.Read
	})
}

// sourceAccount is where a role's trust names the account it is for.
var sourceAccount = regexp.MustCompile(`"aws:SourceAccount":\s*\[?\s*"(\d{12})"`)

// accounts are those that the roles' trust names, before and after.
func accounts(set changes.Set) (before, after []string) {
	olds, news := map[string]bool{}, map[string]bool{}
	for _, resource := range set.Resources {
		if resource.Type != "aws:iam/role:Role" || resource.Before == nil || resource.After == nil {
			continue
		}
		for _, of := range []struct {
			inputs map[string]any
			found  map[string]bool
		}{{resource.Before, olds}, {resource.After, news}} {
			for _, match := range sourceAccount.FindAllStringSubmatch(text(at(of.inputs, "assumeRolePolicy")), -1) {
				of.found[match[1]] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(olds)), slices.Sorted(maps.Keys(news))
}
