package toggles

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
	"groundwork/internal/engine"
	"groundwork/internal/rehearsal"
)

func urnsOf(of map[string]string) []string { return slices.Collect(maps.Keys(of)) }

func fine(attempt *rehearsal.Attempt) bool {
	return attempt != nil && len(attempt.Broke)+len(attempt.Restless)+len(attempt.Astray) == 0
}

// blocking are the resources of findings that block; of one that a server refused
// before there was a step, its name is all that is known.
func blocking(findings []danger.Finding) []string {
	var urns []string
	for _, one := range findings {
		if one.Level == danger.Refused || one.Level == danger.DataLoss {
			urns = append(urns, cmp.Or(one.URN, one.Name))
		}
	}
	return urns
}

// broke is what a failed operation said.
func broke(result engine.Result) []rehearsal.Fault {
	var faults []rehearsal.Fault
	if result.Result == engine.Failed {
		for _, problem := range result.Problems {
			faults = append(faults, rehearsal.Fault{Reason: problem})
		}
	}
	return faults
}

func failedIn(set changes.Set) []string {
	var urns []string
	for _, one := range set.Resources {
		if one.Failed {
			urns = append(urns, one.URN)
		}
	}
	return urns
}

// changed are the resources that an operation changes, though nothing should.
func changed(set changes.Set) []rehearsal.Fault {
	var faults []rehearsal.Fault
	for _, one := range set.Changed() {
		if one.Component {
			continue
		}
		var paths []string
		for _, property := range one.Properties {
			paths = append(paths, property.Path)
		}
		slices.Sort(paths)
		faults = append(faults, rehearsal.Fault{At: one.Type + " " + one.Name, Reason: string(one.Operation) + " " + strings.Join(paths, ", ")})
	}
	return faults
}
