package share

import (
	"fmt"
	"time"
)

// Row is the life of a stack of a size.
type Row struct {
	// Size is how many resources it has.
	Size int
	// CPU are seconds of the operations that were done; one that was not done in
	// time was the last one tried.
	CPU []float64
	// Peak is the most memory of an up, in bytes.
	Peak int64
}

// Cell tells of one operation: milliseconds of CPU for each resource and, beside a
// smaller stack above, for each that it has more.
func (r Row) Cell(at int, above Row, limit time.Duration) string {
	switch {
	case at > len(r.CPU):
		return "-"
	case at == len(r.CPU):
		return fmt.Sprintf("not within %.0f s", limit.Seconds())
	case at >= len(above.CPU) || r.Size <= above.Size:
		return fmt.Sprintf("%.2f", 1000*r.CPU[at]/float64(r.Size))
	}
	more := 1000 * (r.CPU[at] - above.CPU[at]) / float64(r.Size-above.Size)
	return fmt.Sprintf("%.2f (%.2f)", 1000*r.CPU[at]/float64(r.Size), more)
}
