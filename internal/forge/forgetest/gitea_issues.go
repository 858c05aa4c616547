package forgetest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
)

// listIssues lists the newest first. A filter by an author who is not in the
// database, such as the user of Gitea Actions, is answered with 404.
func (g giteaAPI) listIssues(writer http.ResponseWriter, request *http.Request, _ User) {
	query := request.URL.Query()
	state := cmp.Or(query.Get("state"), "open")
	author := query.Get("created_by")
	known := author == ""
	for _, user := range g.users {
		known = known || user.Login == author && !user.App
	}
	if !known {
		g.fail(writer, http.StatusNotFound, "user does not exist")
		return
	}
	chosen := slices.DeleteFunc(g.copied(), func(issue Issue) bool {
		return state != "all" && (state == "open") != issue.Open || author != "" && author != issue.Author ||
			query.Get("type") == "issues" && issue.Pull || query.Get("type") == "pulls" && !issue.Pull
	})
	slices.Reverse(chosen)
	writer.Header().Set("X-Total-Count", strconv.Itoa(len(chosen)))
	g.answer(writer, http.StatusOK, each(paged(writer, request, g.Site, "limit", 30, 50, chosen), g.issueJSON))
}

func (g giteaAPI) createIssue(writer http.ResponseWriter, request *http.Request, user User) {
	var said edit
	if err := json.NewDecoder(request.Body).Decode(&said); err != nil || said.Title == nil || *said.Title == "" {
		g.fail(writer, http.StatusUnprocessableEntity, "[Title]: Required")
		return
	}
	issue := Issue{Title: *said.Title, Author: user.Login}
	if said.Body != nil {
		issue.Body = *said.Body
	}
	g.answer(writer, http.StatusCreated, g.issueJSON(*g.addIssue(issue, g.now())))
}

func (g giteaAPI) editIssue(writer http.ResponseWriter, request *http.Request, _ User) {
	var said edit
	issue := g.issueOf(request)
	switch err := json.NewDecoder(request.Body).Decode(&said); {
	case err != nil:
		g.fail(writer, http.StatusUnprocessableEntity, "[]: Deserialization")
		return
	case issue == nil:
		g.fail(writer, http.StatusNotFound, "not found")
		return
	}
	if said.Title != nil && *said.Title != "" {
		issue.Title = *said.Title
	}
	if said.Body != nil {
		issue.Body = *said.Body
	}
	if said.State != nil {
		issue.Open = *said.State == "open"
	}
	issue.Updated = g.now()
	g.answer(writer, http.StatusCreated, g.issueJSON(*issue))
}

func (g giteaAPI) issueJSON(issue Issue) map[string]any {
	page := "issues"
	if issue.Pull {
		page = "pulls"
	}
	form := map[string]any{
		"number": issue.Number, "title": issue.Title, "body": issue.Body, "state": stateOf(issue.Open),
		"user": map[string]any{"login": issue.Author}, "labels": each(issue.Labels, g.labelJSON),
		"html_url":   fmt.Sprintf("%s/%s/%s/%d", g.Site, g.Repository, page, issue.Number),
		"created_at": issue.Created, "updated_at": issue.Updated, "pull_request": nil,
	}
	if issue.Pull {
		form["pull_request"] = map[string]any{"merged": false}
	}
	return form
}
