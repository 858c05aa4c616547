package conformance

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
)

// growing are types of which a stack has many, with the nth one's inputs.
var growing = map[string]func(n int) Props{
	"aws:ssm/parameter:Parameter": func(n int) Props { return Props{"type": "String", "value": fmt.Sprint(n)} },
	"aws:s3/bucketV2:BucketV2":    func(int) Props { return Props{} },
	"aws:sqs/queue:Queue":         func(int) Props { return Props{} },
	"kubernetes:core/v1:ConfigMap": func(n int) Props {
		return Props{"apiVersion": "v1", "kind": "ConfigMap", "data": Props{"n": fmt.Sprint(n)}}
	},
}

// BenchmarkGrowth holds the cost of a resource in a cloud of 10,000 against
// that in a cloud of 100: create, read, diff and delete must not scan.
func BenchmarkGrowth(b *testing.B) {
	for typ, inputs := range growing {
		b.Run(typ, func(b *testing.B) {
			for range b.N {
				w := newWorld(b)
				grow(w, typ, inputs, 0, 100)
				small := cost(w, typ, inputs, 100)
				grow(w, typ, inputs, 200, 10000)
				large := cost(w, typ, inputs, 10000)
				b.ReportMetric(float64(small.Microseconds()), "µs/resource-of-100")
				b.ReportMetric(float64(large.Microseconds()), "µs/resource-of-10000")
				if ratio := float64(large) / float64(small); ratio > 3 {
					b.Errorf("a resource costs %s in a cloud of 100, and %.1f times as much in one of 10,000", small, ratio)
				}
			}
		})
	}
}

func grow(w *World, typ string, inputs func(int) Props, from, to int) {
	for n := from; n < to; n++ {
		w.Make(typ, fmt.Sprint("r", n), inputs(n))
	}
}

// cost is what the life of a resource takes on average.
func cost(w *World, typ string, inputs func(int) Props, from int) time.Duration {
	provider := w.provider(typ)
	begin := time.Now()
	for n := from; n < from+100; n++ {
		name := fmt.Sprint("r", n)
		made := w.Make(typ, name, inputs(n))
		provider.Read(typ, name, made.ID, made.Inputs, made.Outputs)
		checked, _ := provider.Check(typ, name, localcloud.PropsOf(inputs(n)), made.Inputs)
		provider.Diff(typ, name, made.ID, made.Inputs, made.Outputs, checked)
		require.NoError(w.t, provider.Delete(typ, name, made.ID, made.Outputs))
	}
	return time.Since(begin) / 100
}
