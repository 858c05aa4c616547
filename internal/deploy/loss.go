package deploy

import (
	"slices"

	"groundwork/internal/danger"
	"groundwork/internal/review"
)

// Allowed is the fingerprint of what may be lost: of all that a plan loses when each
// part of it was approved on one of the pull requests that are deployed with it,
// otherwise "". The grants are those that it rests on.
func Allowed(findings []danger.Finding, grants []review.Grant) (fingerprint string, used []review.Grant) {
	for _, lost := range danger.Of(findings, danger.DataLoss) {
		at := slices.IndexFunc(grants, func(grant review.Grant) bool { return slices.Contains(grant.Losses, review.Loss(lost)) })
		if at < 0 {
			return "", nil
		}
		if !slices.ContainsFunc(used, func(grant review.Grant) bool { return grant.Pull == grants[at].Pull }) {
			used = append(used, grants[at])
		}
	}
	return danger.Fingerprint(findings), used
}
