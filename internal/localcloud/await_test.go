package localcloud_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
)

// nested is a box type whose boxes wait for the box that they stand in.
func nested(fail func(tx *localcloud.Tx, box *localcloud.Object) error) *localcloud.Schematic {
	return boxes(localcloud.Kind{Create: func(tx *localcloud.Tx, box *localcloud.Object) error {
		if outer := box.String("inside"); outer != "" && tx.Named(boxType, outer) == nil {
			return tx.Await(fail(tx, box))
		}
		return nil
	}})
}

func patient(t *testing.T, pkg *localcloud.Schematic, patience time.Duration) *cloudtest.Cloud {
	return cloudtest.Open(t, localcloud.Options{Dir: t.TempDir(), Patience: patience}, pkg)
}

func noOuter(tx *localcloud.Tx, box *localcloud.Object) error {
	return tx.Fail(404, "BoxNotFound", "no box %q", box.String("inside"))
}

func TestAnOperationWaitsForWhatAnotherOneMakes(t *testing.T) {
	provider := patient(t, nested(noOuter), time.Minute).Provider("test", nil)
	var chain sync.WaitGroup
	for name, outer := range map[string]string{"small": "middle", "middle": "large"} {
		chain.Go(func() { provider.Make(boxType, name, cloudtest.Props{"name": name, "inside": outer}) })
	}
	time.Sleep(20 * time.Millisecond)
	provider.Make(boxType, "large", cloudtest.Props{"name": "large"})
	chain.Wait()
}

func TestAnOperationStopsWaitingWhenNothingHappens(t *testing.T) {
	cloud := patient(t, nested(noOuter), 10*time.Millisecond)
	assert.Contains(t, cloud.Provider("test", nil).Refuse(boxType, "small", cloudtest.Props{"inside": "none"}),
		`BoxNotFound: no box "none"`)
	assert.Empty(t, cloud.List())
}

func TestWhatWaitedInVainCanStillHaveBeenMade(t *testing.T) {
	cloud := patient(t, nested(func(*localcloud.Tx, *localcloud.Object) error {
		return &localcloud.Incomplete{Reasons: []string{"it stands nowhere"}}
	}), 10*time.Millisecond)
	provider := cloud.Provider("test", nil)
	checked, _ := provider.Check(boxType, "small", localcloud.PropsOf(cloudtest.Props{"inside": "none"}), nil)
	_, _, err := provider.Create(boxType, "small", checked)
	require.ErrorContains(t, err, "it stands nowhere")
	assert.Len(t, cloud.List(), 1)
}

func TestAnOperationWaitsWhileAnotherOneTakesItsTime(t *testing.T) {
	slow, begun := make(chan struct{}), make(chan struct{})
	cloud := cloudtest.Open(t, localcloud.Options{
		Dir: t.TempDir(), Patience: 5 * time.Millisecond, Intercept: holding("large", begun, slow),
	}, nested(noOuter))
	provider := cloud.Provider("test", nil)
	var both sync.WaitGroup
	both.Go(func() { provider.Make(boxType, "large", cloudtest.Props{"name": "large"}) })
	<-begun
	both.Go(func() { provider.Make(boxType, "small", cloudtest.Props{"inside": "large"}) })
	time.Sleep(50 * time.Millisecond)
	close(slow)
	both.Wait()
	assert.Len(t, cloud.List(), 2)
}

// holding keeps the one operation of a resource until a channel is closed.
func holding(name string, begun, until chan struct{}) localcloud.Interceptor {
	return func(_ context.Context, op localcloud.Operation, next func() error) error {
		if op.Name == name {
			close(begun)
			<-until
		}
		return next()
	}
}
