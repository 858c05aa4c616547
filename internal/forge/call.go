package forge

import (
	"errors"
	"fmt"
	"net/http"
)

// place is a repository on a forge, as error messages name it.
type place struct {
	forge, repository string
	// needs says what to change after a refusal: permission is what GitHub calls
	// it, "pull-requests" or "issues".
	needs func(status int, permission string) string
}

// call is one call, as error messages name it.
type call struct {
	place
	doing, permission string
}

func (p place) onPull(doing string, pull int) call {
	return call{p, fmt.Sprintf("%s pull request %d of %s", doing, pull, p.repository), "pull-requests"}
}

func (p place) onComment(doing string, id int64) call {
	return call{p, fmt.Sprintf("%s comment %d of %s", doing, id, p.repository), "pull-requests"}
}

// ofPull is onPull of what is only read.
func (p place) ofPull(doing string, pull int) call {
	made := p.onPull(doing, pull)
	made.permission = "pull-requests: read"
	return made
}

func (p place) onCommit(doing, commit string) call {
	return call{p, fmt.Sprintf("%s commit %q of %s", doing, commit, p.repository), "pull-requests: read"}
}

func (p place) onEnvironment(doing, environment string) call {
	return call{p, fmt.Sprintf("%s environment %q of %s", doing, environment, p.repository), "actions: read"}
}

func (p place) onIssue(doing string, number int) call {
	return call{p, fmt.Sprintf("%s issue %d of %s", doing, number, p.repository), "issues"}
}

func (p place) onIssues(doing string) call {
	return call{p, doing + " " + p.repository, "issues"}
}

// failed is the error of a call that was answered with a status (0: not at all)
// and words.
func (c call) failed(status int, said string, err error) error {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return &PermissionError{
			Doing: c.doing, Forge: c.forge, Status: status, Said: said,
			Needs: c.needs(status, c.permission), Err: err,
		}
	}
	return fmt.Errorf("%s: %w", c.doing, err)
}

// isNotFound is true of a call that was answered with 404.
func isNotFound(err error) bool {
	var refused *PermissionError
	return errors.As(err, &refused) && refused.Status == http.StatusNotFound
}

// refused is the error of something that was not sent at all.
func (c call) refused(err error) error { return fmt.Errorf("%s: %w", c.doing, err) }
