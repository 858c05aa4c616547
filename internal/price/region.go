package price

import (
	"fmt"

	"groundwork/internal/changes"
)

// unlist says that nothing is known of a stack without a price list, unless nothing
// of it has a price anyway.
func (e *Estimate) unlist(set changes.Set) {
	touched := false
	for _, resource := range set.Resources {
		_, named := nameOf[resource.Type]
		if resource.Component || !billed(resource.Type) && !named {
			continue
		}
		touched = touched || resource.Changes()
		if !billed(resource.Type) {
			continue
		}
		if _, exists := existedBefore(resource); exists {
			e.Before.Unknown++
		}
		if _, exists := existsAfter(resource); exists {
			e.After.Unknown++
		}
	}
	if e.Nothing() {
		return
	}
	e.Unlisted = unlistedReason(set.Region)
	// What costs something stays as it is, and so does what it costs.
	if touched {
		e.Difference = nil
	}
}

// billed tells whether a type costs something, or may.
func billed(token string) bool {
	_, priced := pricers[token]
	return priced || !free(token)
}

func unlistedReason(region string) string {
	switch {
	case listsErr != nil:
		return "The price lists can't be read: " + listsErr.Error() + "."
	case region == "":
		return "It isn't known in which region the stack is: set aws:region in its stack file."
	}
	return fmt.Sprintf("There is no price list of region %s: add internal/price/table/%s.tsv (docs/operations.md, Prices), or ask https://calculator.aws/ what the stack costs there.", region, region)
}
