package forgetest

import (
	"net/http"
	"slices"
	"strings"
)

// Moment is what the repository held after a request that may have changed it.
type Moment struct {
	// After is the request: "POST /repos/acme/shop/issues".
	After    string
	Comments []Comment
	// Issues are without the pull requests.
	Issues []Issue
}

// remember keeps the state after a request that can have changed it.
func (s *Server) remember(request *http.Request) {
	if request.Method == http.MethodGet || strings.HasSuffix(request.URL.Path, "/graphql") {
		return
	}
	s.history = append(s.history, Moment{
		After:    request.Method + " " + request.URL.Path,
		Comments: slices.Clone(s.comments),
		Issues:   slices.DeleteFunc(s.copied(), func(issue Issue) bool { return issue.Pull }),
	})
}

// History is every moment so far.
func (s *Server) History() []Moment {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.history)
}

// MostComments is the largest number of comments by one author that began with a
// text on one pull request at any moment.
func (s *Server) MostComments(author, beginning string) int {
	most := 0
	for _, moment := range s.History() {
		counts := map[int]int{}
		for _, comment := range moment.Comments {
			if comment.Author == author && strings.HasPrefix(comment.Body, beginning) {
				counts[comment.Issue]++
				most = max(most, counts[comment.Issue])
			}
		}
	}
	return most
}

// MostIssues is the largest number of issues by one author that began with a text
// at any moment, open or closed.
func (s *Server) MostIssues(author, beginning string) int {
	most := 0
	for _, moment := range s.History() {
		count := 0
		for _, issue := range moment.Issues {
			if issue.Author == author && strings.HasPrefix(issue.Body, beginning) {
				count++
			}
		}
		most = max(most, count)
	}
	return most
}
