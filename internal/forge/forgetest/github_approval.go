package forgetest

import (
	"net/http"
)

// listEvents tells the labels of an issue or a pull request, the oldest first:
// https://docs.github.com/en/rest/issues/events#list-issue-events
func (g gitHub) listEvents(writer http.ResponseWriter, request *http.Request, _ User) {
	issue := g.issueOf(request)
	if issue == nil {
		g.fail(writer, http.StatusNotFound, "Not Found")
		return
	}
	page := paged(writer, request, g.Site, "per_page", 30, 100, g.labellingsOf(issue.Number))
	g.answer(writer, http.StatusOK, each(page, func(of labelling) map[string]any {
		event := "labeled"
		if !of.set {
			event = "unlabeled"
		}
		return map[string]any{"event": event, "actor": gitHubUser(of.by, of.bot), "created_at": of.at, "label": map[string]any{"name": of.label}}
	}))
}

func (g gitHub) getPull(writer http.ResponseWriter, request *http.Request, _ User) {
	if issue := g.issueOf(request); issue == nil || !issue.Pull {
		g.fail(writer, http.StatusNotFound, "Not Found")
	} else {
		g.answer(writer, http.StatusOK, g.pullJSON(*issue))
	}
}

func (g gitHub) listCommits(writer http.ResponseWriter, request *http.Request, _ User) {
	issue := g.issueOf(request)
	if issue == nil || !issue.Pull {
		g.fail(writer, http.StatusNotFound, "Not Found")
		return
	}
	page := paged(writer, request, g.Site, "per_page", 30, 100, issue.Committers)
	g.answer(writer, http.StatusOK, each(page, func(login string) map[string]any {
		return map[string]any{"author": gitHubUser(login, false), "committer": gitHubUser("web-flow", false)}
	}))
}

// listMerged lists the pull requests of a commit, open ones among them; a commit that
// it does not know is refused:
// https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit
func (g gitHub) listMerged(writer http.ResponseWriter, request *http.Request, _ User) {
	merged := g.mergedBy(request.PathValue("sha"))
	if merged == nil {
		g.fail(writer, http.StatusUnprocessableEntity, "No commit found for SHA: "+request.PathValue("sha"))
		return
	}
	open := Issue{Number: 4711, Pull: true, Open: true} // a branch that was cut from there
	g.answer(writer, http.StatusOK, each([]Issue{open, *merged}, g.pullJSON))
}

func (g gitHub) pullJSON(pull Issue) map[string]any {
	form := map[string]any{"number": pull.Number, "state": stateOf(pull.Open), "user": gitHubUser(pull.Author, pull.Bot), "merged_at": nil}
	if pull.Merge != "" {
		form["merged_at"] = pull.Updated
	}
	return form
}

// environment tells the rules of one:
// https://docs.github.com/en/rest/deployments/environments#get-an-environment
func (g gitHub) environment(writer http.ResponseWriter, request *http.Request, user User) {
	name := request.PathValue("name")
	rules, known := g.environments[name]
	if !known {
		g.fail(writer, http.StatusNotFound, "Not Found")
		return
	}
	form := map[string]any{"name": name, "deployment_branch_policy": nil}
	protection := []map[string]any{}
	if rules.Branches {
		form["deployment_branch_policy"] = map[string]any{"protected_branches": true, "custom_branch_policies": false}
		protection = append(protection, map[string]any{"type": "branch_policy"})
	}
	if rules.Reviewers {
		protection = append(protection, map[string]any{"type": "required_reviewers", "prevent_self_review": true,
			"reviewers": []map[string]any{{"type": "User", "reviewer": gitHubUser(Reviewer, false)}}})
	}
	form["protection_rules"] = protection
	g.answer(writer, http.StatusOK, form)
}

// labellingsOf are those of an issue or a pull request.
func (s *store) labellingsOf(number int) []labelling {
	var found []labelling
	for _, one := range s.labellings {
		if one.issue == number {
			found = append(found, one)
		}
	}
	return found
}

// mergedBy is the pull request that a commit merged, nil for none.
func (s *store) mergedBy(commit string) *Issue {
	for i := range s.issues {
		if s.issues[i].Merge == commit && commit != "" {
			return &s.issues[i]
		}
	}
	return nil
}
