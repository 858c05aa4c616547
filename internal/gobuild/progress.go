package gobuild

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// progress decides what is said of a build. It is told every line that go build
// -v writes and, now and then, the time.
type progress struct {
	// every is how many packages are told as one.
	every int
	// silence is how long nothing may be said.
	silence time.Duration
	// began and said are when the build began and when something was last said.
	began, said time.Time
	// total is how many packages there may be to compile; zero is unknown.
	total   int
	started int
	// startedAt is when each package's compilation started.
	startedAt map[string]time.Time
}

func newProgress(every int, silence time.Duration, now time.Time) *progress {
	return &progress{every: every, silence: silence, began: now, said: now, startedAt: map[string]time.Time{}}
}

// packagePath is what -v writes of a package.
var packagePath = regexp.MustCompile(`^[\w.~+/-]+$`)

// line takes a line of go build's and gives the one to show; "" is nothing. With
// -v a package's path alone is written as its compilation starts. Everything else
// is a message.
func (p *progress) line(text string, now time.Time) string {
	if !packagePath.MatchString(text) {
		p.said = now
		return text
	}
	p.started++
	p.startedAt[text] = now
	if p.started%p.every != 0 {
		return ""
	}
	p.said = now
	return fmt.Sprintf("  %s: %s", p.count(), text)
}

// tick gives a line when nothing was said for long: what compiles now, each with
// how long it has, the longest first; "" is nothing.
func (p *progress) tick(running func() []string, now time.Time) string {
	if now.Sub(p.said) < p.silence {
		return ""
	}
	p.said = now
	since := now.Sub(p.began).Round(time.Second)
	still := running()
	if len(still) == 0 {
		return fmt.Sprintf("  %s after %s", p.count(), since)
	}
	slices.SortStableFunc(still, func(a, b string) int { return p.startOf(a, now).Compare(p.startOf(b, now)) })
	for i, name := range still {
		if started, known := p.startedAt[name]; known {
			still[i] = fmt.Sprintf("compiling %s (for %s)", name, now.Sub(started).Round(time.Second))
		}
	}
	return fmt.Sprintf("  %s after %s, still %s", p.count(), since, strings.Join(still, ", "))
}

func (p *progress) startOf(name string, now time.Time) time.Time {
	if started, known := p.startedAt[name]; known {
		return started
	}
	return now
}

func (p *progress) count() string {
	if p.total == 0 {
		return fmt.Sprintf("%d packages", p.started)
	}
	return fmt.Sprintf("%d of at most %d packages", p.started, p.total)
}
