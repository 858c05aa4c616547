package localcloud

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// awaited is an error that another operation may make good.
type awaited struct{ err error }

func (a *awaited) Error() string { return a.err.Error() }

func (a *awaited) Unwrap() error { return a.err }

func waits(err error) bool {
	var a *awaited
	return errors.As(err, &a)
}

// Await says "not yet": what the object needs may be made by an operation that
// runs beside this one, as a pod's secret is. Nothing of this attempt is
// recorded, and the Kind's function is called again after every change of the
// cloud. Once nothing else has happened for the cloud's Patience, the last
// attempt fails with err, which may be an *Incomplete.
func (tx *Tx) Await(err error) error {
	if tx.last || err == nil {
		return err
	}
	return &awaited{err}
}

// waitingRoom counts the operations that run, and those of them that wait.
type waitingRoom struct{ running, waiting atomic.Int64 }

// idle reports whether every operation that runs waits for another.
func (w *waitingRoom) idle() bool { return w.running.Load() <= w.waiting.Load() }

// patiently tries an operation until it no longer awaits another one, or
// nothing is left to wait for.
func (c *Cloud) patiently(ctx context.Context, try func(last bool) error) error {
	for {
		changed := c.store.next()
		if err := try(false); !waits(err) {
			return err
		}
		if !c.somethingHappens(ctx, changed) {
			return try(true)
		}
	}
}

// somethingHappens waits for the next change. It gives up when there is none
// for a while and no other operation is under way: the engine starts the next
// one as soon as it can.
func (c *Cloud) somethingHappens(ctx context.Context, changed <-chan struct{}) bool {
	c.room.waiting.Add(1)
	defer c.room.waiting.Add(-1)
	for {
		select {
		case <-changed:
			return true
		case <-ctx.Done():
			return false
		case <-time.After(c.options.Patience):
			if c.room.idle() {
				return false
			}
		}
	}
}

// next is closed by the next commit.
func (s *Store) next() <-chan struct{} {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.changed
}
