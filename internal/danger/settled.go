package danger

// Settled are the findings of a plan, of which what only applying tells is told by those
// of the same change carried out.
func Settled(planned, carried []Finding) []Finding {
	settled := make([]Finding, 0, len(planned))
	told := map[string]bool{}
	for _, finding := range planned {
		switch {
		case !finding.Untold:
			settled = append(settled, finding)
		case !told[finding.URN]:
			told[finding.URN] = true
			settled = append(settled, beyond(planned, carried, finding.URN)...)
		}
	}
	return settled
}

// beyond are the findings about a resource that the plan did not have, and those that
// nobody can tell even now.
func beyond(planned, carried []Finding, urn string) []Finding {
	known := map[string]bool{}
	for _, finding := range planned {
		if finding.URN == urn && !finding.Untold {
			known[finding.Loss] = true
		}
	}
	var more []Finding
	for _, finding := range carried {
		if finding.URN == urn && !known[finding.Loss] {
			more = append(more, finding)
		}
	}
	return more
}
