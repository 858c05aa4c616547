package forgetest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// listIssues lists pull requests among the issues, the newest first unless the
// request says otherwise:
// https://docs.github.com/en/rest/issues/issues#list-repository-issues
func (g gitHub) listIssues(writer http.ResponseWriter, request *http.Request, _ User) {
	query := request.URL.Query()
	state := cmp.Or(query.Get("state"), "open")
	chosen := slices.DeleteFunc(g.copied(), func(issue Issue) bool {
		return state != "all" && (state == "open") != issue.Open ||
			query.Get("creator") != "" && query.Get("creator") != issue.Author
	})
	slices.SortStableFunc(chosen, func(a, b Issue) int {
		order := cmp.Compare(a.Number, b.Number)
		if query.Get("sort") == "updated" {
			order = a.Updated.Compare(b.Updated)
		}
		if query.Get("direction") != "asc" {
			order = -order
		}
		return order
	})
	g.answer(writer, http.StatusOK, each(paged(writer, request, g.Site, "per_page", 30, 100, chosen), g.issueJSON))
}

func (g gitHub) createIssue(writer http.ResponseWriter, request *http.Request, user User) {
	said, fits := g.body(writer, request, "Issue")
	switch {
	case !fits:
	case said.Title == nil || *said.Title == "":
		g.invalid(writer, "Issue", "missing_field", "title", "")
	default:
		issue := g.addIssue(Issue{Title: *said.Title, Body: *said.Body, Author: user.Login, Bot: user.App}, g.now())
		g.answer(writer, http.StatusCreated, g.issueJSON(*issue))
	}
}

// editIssue drops a body that is too long without a word, as was measured:
// https://github.com/objectstack-ai/objectstack/issues/18826
func (g gitHub) editIssue(writer http.ResponseWriter, request *http.Request, _ User) {
	var said edit
	issue := g.issueOf(request)
	switch err := json.NewDecoder(request.Body).Decode(&said); {
	case err != nil:
		g.fail(writer, http.StatusBadRequest, "Problems parsing JSON")
		return
	case issue == nil:
		g.fail(writer, http.StatusNotFound, "Not Found")
		return
	}
	if said.Title != nil {
		issue.Title = *said.Title
	}
	if said.Body != nil && utf8.RuneCountInString(*said.Body) <= 65536 {
		issue.Body = *said.Body
	}
	if said.State != nil {
		issue.Open = *said.State == "open"
	}
	issue.Updated = g.now()
	g.answer(writer, http.StatusOK, g.issueJSON(*issue))
}

func (g gitHub) listLabels(writer http.ResponseWriter, request *http.Request, _ User) {
	if issue := g.issueOf(request); issue == nil {
		g.fail(writer, http.StatusNotFound, "Not Found")
	} else {
		page := paged(writer, request, g.Site, "per_page", 30, 100, issue.Labels)
		g.answer(writer, http.StatusOK, each(page, g.labelJSON))
	}
}

// removeLabel compares names as GitHub does, which keeps one label of a name
// whatever its case.
func (g gitHub) removeLabel(writer http.ResponseWriter, request *http.Request, user User) {
	issue := g.issueOf(request)
	if issue == nil {
		g.fail(writer, http.StatusNotFound, "Not Found")
		return
	}
	kept := slices.DeleteFunc(slices.Clone(issue.Labels), func(label string) bool {
		return strings.EqualFold(label, request.PathValue("name"))
	})
	if len(kept) == len(issue.Labels) {
		g.fail(writer, http.StatusNotFound, "Label does not exist")
		return
	}
	issue.Labels = kept
	g.labelled(issue.Number, request.PathValue("name"), user, false)
	g.answer(writer, http.StatusOK, each(kept, g.labelJSON))
}

func (g gitHub) labelJSON(name string) map[string]any {
	return map[string]any{"id": g.labelID(name), "name": name}
}

func (g gitHub) issueJSON(issue Issue) map[string]any {
	page := "issues"
	if issue.Pull {
		page = "pull"
	}
	form := map[string]any{
		"number": issue.Number, "title": issue.Title, "body": issue.Body, "state": stateOf(issue.Open),
		"user": gitHubUser(issue.Author, issue.Bot), "labels": each(issue.Labels, g.labelJSON),
		"html_url":   fmt.Sprintf("%s/%s/%s/%d", g.Site, g.Repository, page, issue.Number),
		"created_at": issue.Created, "updated_at": issue.Updated,
	}
	if issue.Pull {
		form["pull_request"] = map[string]any{"url": fmt.Sprintf("%s/repos/%s/pulls/%d", g.Site, g.Repository, issue.Number)}
	}
	return form
}

func stateOf(open bool) string {
	if open {
		return "open"
	}
	return "closed"
}
