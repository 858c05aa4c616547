package pace

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestTimeRunsFasterOnlyWhileSomethingWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := NewClock(60, 0)
		time.Sleep(5 * time.Second) // the engine thinks
		var waiting sync.WaitGroup
		for _, takes := range []time.Duration{10 * time.Minute, 4 * time.Minute} {
			waiting.Go(func() { clock.Sleep(t.Context(), takes) })
		}
		waiting.Wait()
		assert.Equal(t, 10*time.Minute+5*time.Second, clock.Elapsed(), "side by side")
		assert.Equal(t, 10*time.Minute-10*time.Second, clock.Ahead())
		assert.Equal(t, 15*time.Second, time.Since(clock.began), "of the real time")

		later := NewClock(0, clock.Ahead())
		assert.Equal(t, clock.Now(), later.Now(), "the next run goes on from there")
		assert.Zero(t, later.Elapsed())
	})
}

func TestWithoutLapseNothingWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := NewClock(0, 0)
		clock.Sleep(t.Context(), time.Hour)
		assert.Zero(t, clock.Elapsed())
	})
}

func TestACancelledEngineEndsTheWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		clock := NewClock(60, 0)
		clock.Sleep(ctx, time.Hour)
		assert.Equal(t, time.Minute, clock.Elapsed())
	})
}
