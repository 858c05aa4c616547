package deployments

import (
	"fmt"
	"slices"
	"strings"
)

// run is one run of a workflow.
type run struct {
	play *play
	workflow
	event event
	// group is the concurrency group of the whole run.
	group string
	jobs  []*instance
	// cancelled is true of one that was pushed out of its group while it waited.
	cancelled bool
	again     string
}

// result is how a job ended; "" is not yet.
type result string

const (
	succeeded result = "success"
	failed    result = "failure"
	skipped   result = "skipped"
)

// instance is a job, or one of those that a matrix makes of it.
type instance struct {
	name string
	*job
	matrix   map[string]any
	result   result
	outputs  map[string]any
	log      string
	approved bool
}

// scope is what the expressions of a job see.
func (r *run) scope(of *instance) scope {
	s := scope{
		"github": r.event.github(),
		"inputs": r.event.inputs, "vars": r.play.variables(""), "secrets": map[string]any{"GITEA_TOKEN": "the job's token"},
	}
	if of == nil {
		return s
	}
	needs := map[string]any{}
	for _, name := range of.Needs {
		needs[name] = map[string]any{"result": string(r.resultOf(name)), "outputs": r.outputsOf(name)}
	}
	s["needs"], s["matrix"] = needs, of.matrix
	s["vars"] = r.play.variables(s.expand(of.Environment))
	return s
}

// resultOf is what a job came to, the worst of its instances; "" where one is to come.
func (r *run) resultOf(name string) result {
	worst, found := skipped, false
	for _, of := range r.jobs {
		if of.name != name {
			continue
		}
		found = true
		switch of.result {
		case "":
			return ""
		case failed:
			worst = failed
		case succeeded:
			if worst == skipped {
				worst = succeeded
			}
		}
	}
	if !found {
		return ""
	}
	return worst
}

func (r *run) outputsOf(name string) map[string]any {
	for _, of := range r.jobs {
		if of.name == name {
			return of.outputs
		}
	}
	return nil
}

// next is the job that comes next: nil at the end, and where people are asked first,
// who are waiting for is true then.
func (r *run) next() (of *instance, waiting bool) {
	for _, name := range r.order() {
		r.make(name)
		for _, of := range r.jobs {
			if of.name != name || of.result != "" || r.dropped(of) {
				continue
			}
			if environment := r.scope(of).expand(of.Environment); r.play.reviewed(environment) && !of.approved {
				return nil, true
			}
			return of, false
		}
	}
	return nil, false
}

// dropped ends an instance of a matrix of which another one has failed, unless its
// strategy says otherwise.
func (r *run) dropped(of *instance) bool {
	if of.matrix == nil || of.Strategy.FailFast != nil && !*of.Strategy.FailFast {
		return false
	}
	for _, other := range r.jobs {
		if other.name == of.name && other.result == failed {
			of.result, of.log = failed, "cancelled: another one of the matrix has failed"
			return true
		}
	}
	return false
}

// make adds a job whose needs are done: skipped, once, or once for each of its matrix.
func (r *run) make(name string) {
	job := r.Jobs[name]
	if slices.ContainsFunc(r.jobs, func(of *instance) bool { return of.name == name }) {
		return
	}
	whole := &instance{name: name, job: job}
	dead := false
	for _, needed := range job.Needs {
		switch r.resultOf(needed) {
		case "":
			return
		case failed, skipped:
			dead = true
		}
	}
	s := r.scope(whole)
	if !s.holds(job.If, dead) {
		whole.result = skipped
	}
	if whole.result == skipped || job.Strategy.Matrix.Include == "" {
		r.jobs = append(r.jobs, whole)
		return
	}
	include := embedded.FindStringSubmatch(job.Strategy.Matrix.Include)[1]
	for _, entry := range s.evaluate(include).([]any) {
		r.jobs = append(r.jobs, &instance{name: name, job: job, matrix: entry.(map[string]any)})
	}
}

// done is true of a run whose jobs have all ended.
func (r *run) done() bool {
	of, waiting := r.next()
	return r.cancelled || of == nil && !waiting
}

// result is what the run shows: green or red.
func (r *run) result() result {
	for _, of := range r.jobs {
		if of.result == failed {
			return failed
		}
	}
	return succeeded
}

// log is all that the run said.
func (r *run) log() string {
	var all strings.Builder
	for _, of := range r.jobs {
		fmt.Fprintf(&all, "== %s %v: %s\n%s\n", of.name, of.matrix, of.result, of.log)
	}
	return all.String()
}
