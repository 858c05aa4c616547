package localcloud

import (
	"fmt"
	"strings"

	"groundwork/internal/localcloud/rules"
)

// ServiceError is a refusal in the words of the service. The package puts it
// into the form its provider shows.
type ServiceError struct {
	// Status is the HTTP status, Code the service's own code.
	Status int
	Code   string
	// Message is the service's own text.
	Message string
}

// Error is the code and the message.
func (e *ServiceError) Error() string { return e.Code + ": " + e.Message }

// Incomplete is an error after which the object exists all the same: it was
// made, or changed, and did not become ready. The engine keeps it and tries to
// update it the next time.
type Incomplete struct {
	// Reasons are shown to the user, one a line.
	Reasons []string
}

// Error tells all reasons.
func (e *Incomplete) Error() string {
	return fmt.Sprintf("the resource was made but is not ready: %v", e.Reasons)
}

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// ArgumentError says that a data source was asked with arguments that its
// schema refuses.
type ArgumentError struct {
	// Failures are everything that is wrong, one at least.
	Failures []rules.Failure
}

// Error is the failures with their paths.
func (e *ArgumentError) Error() string {
	lines := make([]string, len(e.Failures))
	for i, failure := range e.Failures {
		lines[i] = failure.Path + ": " + failure.Reason
	}
	return strings.Join(lines, "; ")
}
