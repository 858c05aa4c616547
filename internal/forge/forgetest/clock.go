package forgetest

import (
	"context"
	"sync"
	"time"
)

// Clock is a time that passes only when somebody sleeps.
type Clock struct {
	mutex sync.Mutex
	now   time.Time
	slept time.Duration
}

// NewClock starts on a summer's day.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, time.June, 1, 9, 0, 0, 0, time.UTC)}
}

// Now is the time.
func (c *Clock) Now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.now
}

// Sleep lets the time pass at once.
func (c *Clock) Sleep(ctx context.Context, pause time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.now = c.now.Add(pause)
	c.slept += pause
	return nil
}

// Slept is all the time that was slept.
func (c *Clock) Slept() time.Duration {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.slept
}
