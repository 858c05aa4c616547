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
	if !known || typ == releaseType {
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
