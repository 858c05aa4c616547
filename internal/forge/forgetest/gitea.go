package forgetest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
)

// giteaAPI answers as Gitea's API does, read from the source of 1.26 and held
// against a real one by tests/gitea.
type giteaAPI struct{ *Server }

func (g giteaAPI) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/version", func(writer http.ResponseWriter, _ *http.Request) {
		g.answer(writer, http.StatusOK, map[string]string{"version": "1.26.0"})
	})
	mux.HandleFunc("GET /api/v1/user", g.user)
	repository := "/api/v1/repos/{owner}/{repo}/issues"
	mux.HandleFunc("GET "+repository+"/{number}/comments", g.reads(g.listComments))
	mux.HandleFunc("POST "+repository+"/{number}/comments", g.writes(g.createComment))
	mux.HandleFunc("PATCH "+repository+"/comments/{id}", g.writes(g.editComment))
	mux.HandleFunc("DELETE "+repository+"/comments/{id}", g.writes(g.deleteComment))
	mux.HandleFunc("GET "+repository+"/{number}/labels", g.reads(g.listLabels))
	mux.HandleFunc("DELETE "+repository+"/{number}/labels/{id}", g.writes(g.removeLabel))
	mux.HandleFunc("GET "+repository+"/{number}/timeline", g.reads(g.timeline))
	mux.HandleFunc("GET /api/v1/repos/{owner}/{repo}/pulls/{number}", g.reads(g.getPull))
	mux.HandleFunc("GET /api/v1/repos/{owner}/{repo}/pulls/{number}/commits", g.reads(g.listCommits))
	mux.HandleFunc("GET /api/v1/repos/{owner}/{repo}/commits/{sha}/pull", g.reads(g.mergedPull))
	mux.HandleFunc("GET "+repository, g.reads(g.listIssues))
	mux.HandleFunc("POST "+repository, g.writes(g.createIssue))
	mux.HandleFunc("PATCH "+repository+"/{number}", g.writes(g.editIssue))
	mux.HandleFunc("/", func(writer http.ResponseWriter, _ *http.Request) { g.fail(writer, http.StatusNotFound, "not found") })
	return mux
}

func (g giteaAPI) reads(next handler) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		user, known := g.who(request)
		switch {
		case !known:
			g.fail(writer, http.StatusUnauthorized, "user does not exist [uid: 0, name: ]")
		case !g.here(request):
			g.fail(writer, http.StatusNotFound, "not found")
		default:
			next(writer, request, user)
		}
	}
}

func (g giteaAPI) writes(next handler) http.HandlerFunc {
	return g.reads(func(writer http.ResponseWriter, request *http.Request, user User) {
		if user.ReadOnly {
			g.fail(writer, http.StatusForbidden,
				"token does not have at least one of required scope(s), required=[write:issue], token scope=read:issue,read:user")
			return
		}
		next(writer, request, user)
	})
}

// user is the same for everybody: a job's token is a user's, too.
func (g giteaAPI) user(writer http.ResponseWriter, request *http.Request) {
	if user, known := g.who(request); known {
		g.answer(writer, http.StatusOK, map[string]any{"id": 1, "login": user.Login})
	} else {
		g.fail(writer, http.StatusUnauthorized, "user does not exist [uid: 0, name: ]")
	}
}

// listComments gives all at once, whatever page is asked for.
func (g giteaAPI) listComments(writer http.ResponseWriter, request *http.Request, _ User) {
	issue := g.issueOf(request)
	if issue == nil {
		// So it is: the missing issue is an internal error here.
		g.fail(writer, http.StatusInternalServerError, "")
		return
	}
	all := g.commentsOf(issue.Number)
	writer.Header().Set("X-Total-Count", strconv.Itoa(len(all)))
	g.answer(writer, http.StatusOK, each(all, g.commentJSON))
}

func (g giteaAPI) createComment(writer http.ResponseWriter, request *http.Request, user User) {
	said, ok := g.body(writer, request)
	issue := g.issueOf(request)
	switch {
	case !ok:
	case issue == nil:
		g.fail(writer, http.StatusInternalServerError, "")
	default:
		comment := g.addComment(Comment{Issue: issue.Number, Author: user.Login, Body: *said.Body}, g.now())
		g.answer(writer, http.StatusCreated, g.commentJSON(*comment))
	}
}

func (g giteaAPI) editComment(writer http.ResponseWriter, request *http.Request, _ User) {
	said, ok := g.body(writer, request)
	comment := g.commentAt(request)
	switch {
	case !ok:
	case comment == nil:
		g.fail(writer, http.StatusNotFound, "not found")
	default:
		comment.Body, comment.Updated = *said.Body, g.now()
		g.answer(writer, http.StatusOK, g.commentJSON(*comment))
	}
}

func (g giteaAPI) deleteComment(writer http.ResponseWriter, request *http.Request, _ User) {
	comment := g.commentAt(request)
	if comment == nil {
		g.fail(writer, http.StatusNotFound, "not found")
		return
	}
	g.removeComment(comment.ID)
	writer.WriteHeader(http.StatusNoContent)
}

func (g giteaAPI) listLabels(writer http.ResponseWriter, request *http.Request, _ User) {
	if issue := g.issueOf(request); issue == nil {
		g.fail(writer, http.StatusNotFound, "not found")
	} else {
		g.answer(writer, http.StatusOK, each(issue.Labels, g.labelJSON))
	}
}

func (g giteaAPI) removeLabel(writer http.ResponseWriter, request *http.Request, user User) {
	issue := g.issueOf(request)
	id, _ := strconv.ParseInt(request.PathValue("id"), 10, 64)
	if issue == nil {
		g.fail(writer, http.StatusNotFound, "not found")
		return
	}
	for _, label := range issue.Labels {
		if g.labelID(label) == id {
			g.labelled(issue.Number, label, user, false)
		}
	}
	issue.Labels = slices.DeleteFunc(slices.Clone(issue.Labels), func(label string) bool { return g.labelID(label) == id })
	writer.WriteHeader(http.StatusNoContent)
}

// body reads a request whose body must say something.
func (g giteaAPI) body(writer http.ResponseWriter, request *http.Request) (edit, bool) {
	var said edit
	if err := json.NewDecoder(request.Body).Decode(&said); err != nil || said.Body == nil || *said.Body == "" {
		g.fail(writer, http.StatusUnprocessableEntity, "[]: Required")
		return said, false
	}
	return said, true
}

func (g giteaAPI) issueOf(request *http.Request) *Issue     { return gitHub(g).issueOf(request) }
func (g giteaAPI) commentAt(request *http.Request) *Comment { return gitHub(g).commentAt(request) }
func (g giteaAPI) labelJSON(name string) map[string]any     { return gitHub(g).labelJSON(name) }

func (g giteaAPI) answer(writer http.ResponseWriter, status int, value any) {
	writer.Header().Set("Content-Type", "application/json;charset=utf-8")
	writer.WriteHeader(status)
	_ = json.NewEncoder(writer).Encode(value)
}

func (g giteaAPI) fail(writer http.ResponseWriter, status int, message string) {
	g.answer(writer, status, map[string]any{"message": message, "url": g.Site + "/api/swagger"})
}

func (g giteaAPI) commentJSON(comment Comment) map[string]any {
	page := "issues"
	if issue := g.issue(comment.Issue); issue != nil && issue.Pull {
		page = "pulls"
	}
	return map[string]any{
		"id": comment.ID, "body": comment.Body, "user": map[string]any{"login": comment.Author},
		"html_url":   fmt.Sprintf("%s/%s/%s/%d#issuecomment-%d", g.Site, g.Repository, page, comment.Issue, comment.ID),
		"created_at": comment.Created, "updated_at": comment.Updated,
	}
}
