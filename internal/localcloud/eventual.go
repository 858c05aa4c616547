package localcloud

import (
	"context"
	"slices"
	"time"
)

// retryEvery is how often a provider asks again for what it does not see yet.
const retryEvery = 100 * time.Millisecond

// lag is what one operation did not see yet.
type lag struct {
	// until is when it will see all of it; zero when nothing was hidden.
	until time.Time
}

// missed reports whether something was hidden.
func (l *lag) missed() bool { return l != nil && !l.until.IsZero() }

// lags tells whether a package's services see each other's changes late.
func (s *Schematic) lags() bool { return s.Lags }

func lags(pkg Package) bool {
	p, ok := pkg.(interface{ lags() bool })
	return ok && p.lags()
}

// sees tells whether the operation sees an object: under Options.Eventual,
// another type's object is hidden for a while. Who deletes and whatever knows
// the object's own type asks the service that made it, and sees it at once.
func (tx *Tx) sees(object *Object) bool {
	delay := tx.cloud.options.Eventual
	if delay == 0 || tx.lag == nil || slices.Contains(tx.cloud.tokens(tx.typ), object.Type) || tx.work.own(object) || !lags(tx.pkg) {
		return true
	}
	visible := object.Created.Add(delay)
	if !tx.now.Before(visible) {
		return true
	}
	if visible.After(tx.lag.until) {
		tx.lag.until = visible
	}
	return false
}

// own reports whether the operation itself made the object or changed it.
func (w *work) own(object *Object) bool { return w.staged[object.key()] == object }

// eventually tries an operation again while it fails for what it does not see
// yet, as the providers do.
func (c *Cloud) eventually(ctx context.Context, try func(missed *lag) error) error {
	for {
		var missed lag
		err := try(&missed)
		if err == nil || !missed.missed() || ctx.Err() != nil {
			return err
		}
		for c.options.Clock().Before(missed.until) && ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-time.After(min(retryEvery, c.options.Eventual)):
			}
		}
	}
}
