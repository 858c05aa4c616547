package spec

import "time"

const (
	second = time.Second
	hour   = time.Hour
)

func (v *validator) jobs() {
	for _, name := range sorted(v.sys.Jobs) {
		job := v.sys.Jobs[name]
		path := at("jobs", name)
		s := surroundings{"jobs", name, job.Env, job.Secrets, job.Uses}
		v.schedule(under(path, "schedule"), job)
		v.image(path, job.Image)
		v.tagged(under(path, "tag"), job.Tag)
		if job.CPU == 0 {
			v.add(under(path, "cpu"), job.CPU, "a job asks for CPU: the scheduler places it by that", "cpu: 250m")
		}
		if job.Memory < smallestMemory {
			v.add(under(path, "memory"), job.Memory, "a job asks for memory, 16Mi or more: the scheduler places it by that, and it may use no more", "memory: 256Mi")
		}
		if job.Timeout.Std() < second || job.Timeout.Std()%second != 0 {
			v.add(under(path, "timeout"), job.Timeout, "a job that hangs is stopped some time: whole seconds, one at least", "timeout: 1h")
		}
		v.writable(under(path, "writable"), job.Writable)
		v.texts(path, job.Command, job.Env)
		v.variables(s)
		v.uses(s)
	}
}

// schedule is when a job runs, where that is not the release.
func (v *validator) schedule(path string, job *Job) {
	if job.Kind == JobBeforeRelease {
		if job.Schedule != "" {
			v.add(path, job.Schedule, "this job runs before a release, and not by the clock", "nothing: leave the key out, or kind: scheduled")
		}
		return
	}
	if job.Schedule == "" {
		v.add(path, missing{}, "a scheduled job has a schedule", `schedule: "0 2 * * *" (every day at 02:00 UTC), or kind: beforeRelease`)
	} else if problem := cronProblem(job.Schedule); problem != "" {
		v.add(path, job.Schedule, problem, `schedule: "0 2 * * *" (every day at 02:00 UTC)`)
	}
}
