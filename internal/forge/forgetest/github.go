package forgetest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// gitHub answers as GitHub's REST API does: https://docs.github.com/en/rest/issues
type gitHub struct{ *Server }

func (g gitHub) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /user", g.user)
	mux.HandleFunc("POST /graphql", g.viewer)
	repository := "/repos/{owner}/{repo}/issues"
	mux.HandleFunc("GET "+repository+"/{number}/comments", g.reads(g.listComments))
	mux.HandleFunc("POST "+repository+"/{number}/comments", g.writes(g.createComment))
	mux.HandleFunc("PATCH "+repository+"/comments/{id}", g.writes(g.editComment))
	mux.HandleFunc("DELETE "+repository+"/comments/{id}", g.writes(g.deleteComment))
	mux.HandleFunc("GET "+repository+"/{number}/labels", g.reads(g.listLabels))
	mux.HandleFunc("DELETE "+repository+"/{number}/labels/{name}", g.writes(g.removeLabel))
	mux.HandleFunc("GET "+repository+"/{number}/events", g.reads(g.listEvents))
	mux.HandleFunc("GET /repos/{owner}/{repo}/pulls/{number}", g.reads(g.getPull))
	mux.HandleFunc("GET /repos/{owner}/{repo}/pulls/{number}/commits", g.reads(g.listCommits))
	mux.HandleFunc("GET /repos/{owner}/{repo}/commits/{sha}/pulls", g.reads(g.listMerged))
	mux.HandleFunc("GET /repos/{owner}/{repo}/environments/{name}", g.reads(g.environment))
	mux.HandleFunc("GET "+repository, g.reads(g.listIssues))
	mux.HandleFunc("POST "+repository, g.writes(g.createIssue))
	mux.HandleFunc("PATCH "+repository+"/{number}", g.writes(g.editIssue))
	mux.HandleFunc("/", func(writer http.ResponseWriter, _ *http.Request) { g.fail(writer, http.StatusNotFound, "Not Found") })
	return mux
}

type handler = func(writer http.ResponseWriter, request *http.Request, user User)

// reads lets those in who have a token, to the one repository there is.
func (g gitHub) reads(next handler) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		user, known := g.who(request)
		switch {
		case !known:
			g.fail(writer, http.StatusUnauthorized, "Bad credentials")
		case !g.here(request):
			g.fail(writer, http.StatusNotFound, "Not Found")
		default:
			next(writer, request, user)
		}
	}
}

// writes lets those in who may write. GitHub says what it would accept.
func (g gitHub) writes(next handler) http.HandlerFunc {
	return g.reads(func(writer http.ResponseWriter, request *http.Request, user User) {
		if !user.ReadOnly {
			next(writer, request, user)
			return
		}
		writer.Header().Set("X-Accepted-GitHub-Permissions", "issues=write; pull_requests=write")
		if user.App {
			g.fail(writer, http.StatusForbidden, "Resource not accessible by integration")
		} else {
			g.fail(writer, http.StatusForbidden, "Resource not accessible by personal access token")
		}
	})
}

func (g gitHub) user(writer http.ResponseWriter, request *http.Request) {
	user, known := g.who(request)
	switch {
	case !known:
		g.fail(writer, http.StatusUnauthorized, "Bad credentials")
	case user.App:
		g.fail(writer, http.StatusForbidden, "Resource not accessible by integration")
	default:
		g.answer(writer, http.StatusOK, gitHubUser(user.Login, false))
	}
}

// viewer is the one query of GraphQL that is known here.
func (g gitHub) viewer(writer http.ResponseWriter, request *http.Request) {
	user, known := g.who(request)
	var query struct {
		Query string `json:"query"`
	}
	_ = json.NewDecoder(request.Body).Decode(&query)
	switch {
	case !known:
		g.fail(writer, http.StatusUnauthorized, "Bad credentials")
	case user.NoViewer || !strings.Contains(query.Query, "viewer"):
		g.answer(writer, http.StatusOK, map[string]any{"data": nil, "errors": []map[string]string{{
			"type": "FORBIDDEN", "message": "Resource not accessible by integration",
		}}})
	default:
		login := user.Login
		if user.BareViewer {
			login = strings.TrimSuffix(login, "[bot]")
		}
		g.answer(writer, http.StatusOK, map[string]any{"data": map[string]any{"viewer": map[string]string{"login": login}}})
	}
}

func (g gitHub) listComments(writer http.ResponseWriter, request *http.Request, _ User) {
	if issue := g.issueOf(request); issue == nil {
		g.fail(writer, http.StatusNotFound, "Not Found")
	} else {
		page := paged(writer, request, g.Site, "per_page", 30, 100, g.commentsOf(issue.Number))
		g.answer(writer, http.StatusOK, each(page, g.commentJSON))
	}
}

func (g gitHub) createComment(writer http.ResponseWriter, request *http.Request, user User) {
	body, fits := g.body(writer, request, "IssueComment")
	issue := g.issueOf(request)
	switch {
	case issue == nil:
		g.fail(writer, http.StatusNotFound, "Not Found")
	case fits:
		comment := g.addComment(Comment{Issue: issue.Number, Author: user.Login, Bot: user.App, Body: *body.Body}, g.now())
		g.answer(writer, http.StatusCreated, g.commentJSON(*comment))
	}
}

func (g gitHub) editComment(writer http.ResponseWriter, request *http.Request, _ User) {
	body, fits := g.body(writer, request, "IssueComment")
	comment := g.commentAt(request)
	switch {
	case comment == nil:
		g.fail(writer, http.StatusNotFound, "Not Found")
	case fits:
		comment.Body, comment.Updated = *body.Body, g.now()
		g.answer(writer, http.StatusOK, g.commentJSON(*comment))
	}
}

func (g gitHub) deleteComment(writer http.ResponseWriter, request *http.Request, _ User) {
	comment := g.commentAt(request)
	if comment == nil {
		g.fail(writer, http.StatusNotFound, "Not Found")
		return
	}
	g.removeComment(comment.ID)
	writer.WriteHeader(http.StatusNoContent)
}

// edit is what a request may say of a comment or an issue.
type edit struct {
	Title *string `json:"title"`
	Body  *string `json:"body"`
	State *string `json:"state"`
}

// body reads a request whose body must be there and fit; otherwise it has been
// answered.
func (g gitHub) body(writer http.ResponseWriter, request *http.Request, resource string) (edit, bool) {
	var said edit
	if err := json.NewDecoder(request.Body).Decode(&said); err != nil {
		g.fail(writer, http.StatusBadRequest, "Problems parsing JSON")
		return said, false
	}
	if said.Body == nil {
		g.invalid(writer, resource, "missing_field", "body", "")
		return said, false
	}
	if utf8.RuneCountInString(*said.Body) > 65536 {
		g.invalid(writer, resource, "unprocessable", "data", "Body is too long (maximum is 65536 characters)")
		return said, false
	}
	return said, true
}

func (g gitHub) issueOf(request *http.Request) *Issue {
	number, _ := strconv.Atoi(request.PathValue("number"))
	return g.issue(number)
}

func (g gitHub) commentAt(request *http.Request) *Comment {
	id, _ := strconv.ParseInt(request.PathValue("id"), 10, 64)
	return g.comment(id)
}
