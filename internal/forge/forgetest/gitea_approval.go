package forgetest

import "net/http"

// timeline tells the comments and the labels of an issue or a pull request. A label
// that is taken off has an empty body.
func (g giteaAPI) timeline(writer http.ResponseWriter, request *http.Request, _ User) {
	issue := g.issueOf(request)
	if issue == nil {
		g.fail(writer, http.StatusInternalServerError, "")
		return
	}
	all := each(g.commentsOf(issue.Number), func(comment Comment) map[string]any {
		form := g.commentJSON(comment)
		form["type"], form["label"] = "comment", nil
		return form
	})
	all = append(all, each(g.labellingsOf(issue.Number), func(of labelling) map[string]any {
		body := ""
		if of.set {
			body = "1"
		}
		return map[string]any{"type": "label", "body": body, "user": map[string]any{"login": of.by}, "created_at": of.at, "label": g.labelJSON(of.label)}
	})...)
	g.answer(writer, http.StatusOK, paged(writer, request, g.Site, "limit", 30, 50, all))
}

func (g giteaAPI) getPull(writer http.ResponseWriter, request *http.Request, _ User) {
	if issue := g.issueOf(request); issue == nil || !issue.Pull {
		g.fail(writer, http.StatusNotFound, "not found")
	} else {
		g.answer(writer, http.StatusOK, g.pullJSON(*issue))
	}
}

func (g giteaAPI) listCommits(writer http.ResponseWriter, request *http.Request, _ User) {
	issue := g.issueOf(request)
	if issue == nil || !issue.Pull {
		g.fail(writer, http.StatusNotFound, "not found")
		return
	}
	page := paged(writer, request, g.Site, "limit", 30, 50, issue.Committers)
	g.answer(writer, http.StatusOK, each(page, func(login string) map[string]any {
		return map[string]any{"author": map[string]any{"login": login}, "committer": nil}
	}))
}

func (g giteaAPI) mergedPull(writer http.ResponseWriter, request *http.Request, _ User) {
	if merged := g.mergedBy(request.PathValue("sha")); merged == nil {
		g.fail(writer, http.StatusNotFound, "not found")
	} else {
		g.answer(writer, http.StatusOK, g.pullJSON(*merged))
	}
}

func (g giteaAPI) pullJSON(pull Issue) map[string]any {
	return map[string]any{"number": pull.Number, "state": stateOf(pull.Open), "user": map[string]any{"login": pull.Author}, "merged": pull.Merge != ""}
}
