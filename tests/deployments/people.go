package deployments

import "slices"

// approve lets a job go on that waits for reviewers.
func (r *run) approve() {
	r.next()
	for _, of := range r.jobs {
		of.approved = of.approved || of.result == ""
	}
}

// rerun runs failed jobs again, with those that need them; or all.
func (r *run) rerun(by string, all bool) {
	r.again = by
	again := map[string]bool{}
	for _, name := range r.order() {
		needs := slices.ContainsFunc(r.Jobs[name].Needs, func(needed string) bool { return again[needed] })
		again[name] = all || needs || r.resultOf(name) == failed
	}
	var kept []*instance
	for _, of := range r.jobs {
		switch {
		case !again[of.name] || !all && of.result == succeeded:
			kept = append(kept, of)
		case of.matrix != nil && !all: // of a matrix, those that failed
			kept = append(kept, &instance{name: of.name, job: of.job, matrix: of.matrix})
		}
	}
	r.jobs = kept
}
