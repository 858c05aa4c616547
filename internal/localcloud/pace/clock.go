package pace

import (
	"context"
	"sync"
	"time"
)

// Clock is the local cloud's time. It runs as the real one does, and faster
// while an operation waits: what the engine itself needs is not stretched. It
// is safe for concurrent use.
type Clock struct {
	factor float64
	began  time.Time
	// before is how far the cloud's time was ahead when the clock began.
	before time.Duration

	mu sync.Mutex
	// waiting counts the operations that wait, since is when the first began,
	// waited the real time in which any did, up to then.
	waiting int
	since   time.Time
	waited  time.Duration
}

// NewClock is a clock that begins ahead of the real time and runs factor times
// as fast while an operation waits. With a factor of 0 nothing waits.
func NewClock(factor float64, ahead time.Duration) *Clock {
	return &Clock{factor: factor, began: time.Now(), before: ahead}
}

// Begin sets how far ahead of the real time the clock begins, before anybody looks
// at it.
func (c *Clock) Begin(ahead time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.before = ahead
}

// Now is the cloud's time.
func (c *Clock) Now() time.Time { return time.Now().Add(c.Ahead()) }

// Elapsed is the cloud's time that has passed since the clock began.
func (c *Clock) Elapsed() time.Duration { return time.Since(c.began) + c.Ahead() - c.before }

// Ahead is how far the cloud's time is ahead of the real one.
func (c *Clock) Ahead() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	waited := c.waited
	if c.waiting > 0 {
		waited += time.Since(c.since)
	}
	return c.before + time.Duration(float64(waited)*max(c.factor-1, 0))
}

// Lapses tells whether operations wait.
func (c *Clock) Lapses() bool { return c.factor > 0 }

// Sleep waits until some of the cloud's time has passed, or until ctx ends.
func (c *Clock) Sleep(ctx context.Context, simulated time.Duration) {
	if !c.Lapses() {
		return
	}
	c.count(1)
	defer c.count(-1)
	timer := time.NewTimer(time.Duration(float64(simulated) / c.factor))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func (c *Clock) count(change int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waiting == 0 {
		c.since = time.Now()
	}
	c.waiting += change
	if c.waiting == 0 {
		c.waited += time.Since(c.since)
	}
}
