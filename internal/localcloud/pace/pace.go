// Package pace says how long clouds take, and lets the local cloud take as
// long: under a clock that runs faster than the real one, or not at all.
//
// The tables give one typical figure for each type and verb, from logs that
// people published; a real run takes more or less.
package pace

import (
	"context"
	"sync"
	"time"

	"groundwork/internal/localcloud"
)

// Took is one operation and the time that it takes in a real cloud.
type Took struct {
	// URN is the resource's, Verb is create, update or delete.
	URN, Verb string
	Time      time.Duration
}

// Pace keeps the time of operations. It is safe for concurrent use.
type Pace struct {
	clock *Clock

	mu   sync.Mutex
	took []Took
}

// New is a pace under a clock.
func New(clock *Clock) *Pace { return &Pace{clock: clock} }

// Intercept carries an operation out at once, then waits as long as a real
// cloud takes until it is done. A refusal is not waited for.
func (p *Pace) Intercept(ctx context.Context, op localcloud.Operation, next func() error) error {
	if err := next(); err != nil || op.Preview {
		return err
	}
	takes := Of(op)
	if takes == 0 {
		return nil
	}
	p.mu.Lock()
	p.took = append(p.took, Took{op.URN, op.Verb, takes})
	p.mu.Unlock()
	p.clock.Sleep(ctx, takes)
	return nil
}

// Took hands over what was noted since the last call, in the order in which
// the operations ended.
func (p *Pace) Took() []Took {
	p.mu.Lock()
	defer p.mu.Unlock()
	took := p.took
	p.took = nil
	return took
}

// Of is how long a real cloud takes for an operation: 0 for what only reads.
func Of(op localcloud.Operation) time.Duration {
	for _, row := range rows[op.Type] {
		if row.verb == op.Verb && (row.when == nil || row.when(op)) {
			return row.takes(op)
		}
	}
	switch op.Verb {
	case create, update, remove:
		return otherwise[op.Package]
	}
	return 0
}
