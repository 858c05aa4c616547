package share

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestARowTellsWhatEachResourceAndEachMoreTook(t *testing.T) {
	small := Row{Size: 100, CPU: []float64{1, 2}}
	large := Row{Size: 300, CPU: []float64{1.5}}
	for name, test := range map[string]struct {
		row, above Row
		at         int
		want       string
	}{
		"nothing stands above":              {small, Row{}, 0, "10.00"},
		"two hundred more took 0.5 s":       {large, small, 0, "5.00 (2.50)"},
		"one that was not done in time":     {large, small, 1, "not within 150 s"},
		"nothing was tried after that":      {large, small, 2, "-"},
		"the row above did not come so far": {small, large, 1, "20.00"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, test.row.Cell(test.at, test.above, 150*time.Second))
		})
	}
}
