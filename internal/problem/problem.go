// Package problem collects what is wrong with a component's arguments, so that
// all of it is reported at once.
package problem

import (
	"errors"
	"fmt"
)

// List is the problems found so far. The zero value has none.
type List struct {
	// About stands before every problem that Require and Refuse add, such as
	// "route \"api\": ". Empty: nothing does.
	About string

	found []error
}

// Require adds a problem unless ok.
func (l *List) Require(ok bool, format string, args ...any) { l.Refuse(!ok, format, args...) }

// Refuse adds a problem if bad.
func (l *List) Refuse(bad bool, format string, args ...any) {
	if bad {
		l.found = append(l.found, fmt.Errorf("%s%w", l.About, fmt.Errorf(format, args...)))
	}
}

// Add adds the problems that another check has found; nil is none.
func (l *List) Add(problems ...error) { l.found = append(l.found, problems...) }

// Err is all problems in one error, one a line, nil when there are none.
func (l *List) Err() error { return errors.Join(l.found...) }
