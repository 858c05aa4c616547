package kubernetes

import (
	"slices"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/rules"
)

// ByHand holds what somebody makes an object show against the API's type, and hides
// what is in a Secret. What did not fit before is not held against the change.
func (*Package) ByHand(typ string, before, after localcloud.Props) (localcloud.Props, []rules.Failure) {
	t, known := parseToken(typ)
	if typ == releaseType {
		return upgradedByHand(before, after), nil
	}
	if !known {
		return after, nil
	}
	was := misfits(t, plainFields(before))
	var failures []rules.Failure
	for _, problem := range misfits(t, plainFields(after)) {
		if !slices.Contains(was, problem) {
			failures = append(failures, rules.Failure{Reason: problem})
		}
	}
	return conceal(after, nil), failures
}

// upgradedByHand is a release after somebody's `helm upgrade`: another revision, whose
// status says its version.
func upgradedByHand(before, after localcloud.Props) localcloud.Props {
	same := true
	for _, name := range []string{"chart", "version", "values"} {
		same = same && before.Get(name).DeepEquals(after.Get(name))
	}
	if same {
		return after
	}
	upgraded := &localcloud.Object{Outputs: after.Clone()}
	deploy(upgraded, before.Int("status.revision")+1)
	return upgraded.Outputs
}
