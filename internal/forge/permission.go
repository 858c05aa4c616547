package forge

import (
	"fmt"
	"net/http"
	"time"
)

// PermissionError is a call that the forge refused because of who we are: 401,
// 403 and 404, which is what GitHub says of something that a token may not see.
type PermissionError struct {
	// Doing is what was refused, Forge who refused it.
	Doing, Forge string
	// Status is the HTTP status, Said the forge's own words.
	Status int
	Said   string
	// Needs is what to change so that it is allowed, for the person who wrote the
	// workflow.
	Needs string
	Err   error
}

func (e *PermissionError) Error() string {
	said := e.Said
	if said == "" {
		said = http.StatusText(e.Status)
	}
	return fmt.Sprintf("%s: %s answered %d (%s): %s", e.Doing, e.Forge, e.Status, said, e.Needs)
}

func (e *PermissionError) Unwrap() error { return e.Err }

// LimitError is a call that the forge puts off for longer than we wait.
type LimitError struct {
	// Until is when the forge takes calls again, as far as it said so.
	Until time.Time
	// Waited is how long this call has waited already.
	Waited time.Duration
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("the rate limit is used up until %s; gave up after %s of waiting",
		e.Until.UTC().Format("15:04:05 MST"), e.Waited.Round(time.Second))
}
