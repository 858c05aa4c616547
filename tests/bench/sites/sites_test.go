package sites

import (
	"sync/atomic"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// counter answers every resource with its inputs, and counts them.
type counter struct{ registered atomic.Int64 }

func (c *counter) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	c.registered.Add(1)
	return args.Name, args.Inputs, nil
}

func (*counter) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) { return nil, nil }

func TestAStackHasTheSizeThatIsAskedFor(t *testing.T) {
	for _, size := range []int{2, 13, 14, 15, 228, 1410} {
		var count counter
		require.NoError(t, pulumi.RunErr(Program(size), pulumi.WithMocks("grown", "grown", &count)))
		assert.EqualValues(t, size-1, count.registered.Load(), "beside the stack itself")
	}
}
