package localcloud_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
)

func TestAnInterceptorStandsAroundEveryOperation(t *testing.T) {
	var seen []string
	refuse := false
	cloud := cloudtest.Open(t, localcloud.Options{
		Dir: t.TempDir(),
		Intercept: func(_ context.Context, op localcloud.Operation, next func() error) error {
			seen = append(seen, op.Verb+" "+op.Name)
			if refuse {
				return errors.New("throttled")
			}
			return next()
		},
	}, boxes(localcloud.Kind{}))
	provider := cloud.Provider("test", nil)
	made := provider.Make(boxType, "one", nil)
	provider.Read(boxType, "one", made.ID, made.Inputs, made.Outputs)
	refuse = true
	assert.ErrorContains(t, provider.Delete(boxType, "one", made.ID, made.Outputs), "throttled")
	assert.Equal(t, []string{"create one", "read one", "delete one"}, seen)
	assert.Len(t, cloud.List(), 1)
}
