package localcloud_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
)

// BenchmarkCreateIntoACloudOf shows that a create costs the same in a big
// cloud as in a small one.
func BenchmarkCreateIntoACloudOf(b *testing.B) {
	for _, size := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			provider := cloudtest.Start(b, boxes(localcloud.Kind{
				Create: func(tx *localcloud.Tx, box *localcloud.Object) error {
					if tx.Named(boxType, box.Name) != nil {
						return tx.Fail(400, "BoxExists", "%s", box.Name)
					}
					return nil
				},
			})).Provider("test", nil)
			make := func(i int) {
				checked, failures := provider.Check(boxType, fmt.Sprint("box", i), nil, nil)
				require.Empty(b, failures)
				_, _, err := provider.Create(boxType, fmt.Sprint("box", i), checked)
				require.NoError(b, err)
			}
			for i := range size {
				make(i)
			}
			b.ResetTimer()
			for i := range b.N {
				make(size + i)
			}
		})
	}
}
