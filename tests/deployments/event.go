package deployments

import "fmt"

// event is what a run was started by.
type event struct {
	name, actor, commit string
	inputs              map[string]any
	// pull is the pull request's number and base the commit it leads from, where it is
	// one.
	pull int
	base string
}

// github is the context of that name.
func (e event) github() map[string]any {
	context := map[string]any{"event_name": e.name, "ref": "refs/heads/main", "actor": e.actor, "token": "the job's token", "repository": "acme/web"}
	if e.pull > 0 {
		context["ref"] = fmt.Sprintf("refs/pull/%d/merge", e.pull)
		context["event"] = map[string]any{"pull_request": map[string]any{
			"number": e.pull, "user": map[string]any{"login": e.actor}, "base": map[string]any{"sha": e.base},
			"head": map[string]any{"repo": map[string]any{"full_name": "acme/web"}},
		}}
	}
	return context
}
