package forgetest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

func (g gitHub) answer(writer http.ResponseWriter, status int, value any) {
	header := writer.Header()
	header.Set("Content-Type", "application/json; charset=utf-8")
	header.Set("X-RateLimit-Limit", "1000")
	header.Set("X-RateLimit-Remaining", "990")
	header.Set("X-RateLimit-Reset", strconv.FormatInt(g.now().Add(time.Hour).Unix(), 10))
	writer.WriteHeader(status)
	_ = json.NewEncoder(writer).Encode(value)
}

func (g gitHub) fail(writer http.ResponseWriter, status int, message string) {
	g.answer(writer, status, map[string]string{
		"message": message, "documentation_url": "https://docs.github.com/rest", "status": strconv.Itoa(status),
	})
}

func (g gitHub) invalid(writer http.ResponseWriter, resource, code, field, message string) {
	g.answer(writer, http.StatusUnprocessableEntity, map[string]any{
		"message": "Validation Failed", "documentation_url": "https://docs.github.com/rest", "status": "422",
		"errors": []map[string]string{{"resource": resource, "code": code, "field": field, "message": message}},
	})
}

func gitHubUser(login string, bot bool) map[string]any {
	kind := "User"
	if bot {
		kind = "Bot"
	}
	return map[string]any{"login": login, "type": kind, "html_url": "https://github.com/" + login}
}

func (g gitHub) commentJSON(comment Comment) map[string]any {
	page := "issues"
	if issue := g.issue(comment.Issue); issue != nil && issue.Pull {
		page = "pull"
	}
	return map[string]any{
		"id": comment.ID, "body": comment.Body, "user": gitHubUser(comment.Author, comment.Bot),
		"html_url":   fmt.Sprintf("%s/%s/%s/%d#issuecomment-%d", g.Site, g.Repository, page, comment.Issue, comment.ID),
		"url":        fmt.Sprintf("%s/repos/%s/issues/comments/%d", g.Site, g.Repository, comment.ID),
		"created_at": comment.Created, "updated_at": comment.Updated,
	}
}

// each is every value as JSON has it; an empty list is a list.
func each[T any](values []T, form func(T) map[string]any) []map[string]any {
	formed := make([]map[string]any, 0, len(values))
	for _, value := range values {
		formed = append(formed, form(value))
	}
	return formed
}
