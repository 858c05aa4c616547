package window

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestWindowsThatAWSWouldRefuse(t *testing.T) {
	tests := map[string]struct{ backup, maintenance, want string }{
		"apart":                             {"02:00-03:00", "sun:04:00-sun:05:00", ""},
		"one after the other":               {"03:00-04:00", "sun:04:00-sun:05:00", ""},
		"both are AWS's choice":             {"", "", ""},
		"one is AWS's choice":               {"02:00-03:00", "", ""},
		"overlapping":                       {"04:30-05:30", "sun:04:00-sun:05:00", `backup window "04:30-05:30" overlaps maintenance window "sun:04:00-sun:05:00": move one of them`},
		"overlapping across midnight":       {"23:30-00:30", "mon:00:00-mon:01:00", `backup window "23:30-00:30" overlaps maintenance window "mon:00:00-mon:01:00": move one of them`},
		"overlapping across the week's end": {"00:00-01:00", "sun:23:30-mon:00:30", `backup window "00:00-01:00" overlaps maintenance window "sun:23:30-mon:00:30": move one of them`},
		"too short":                         {"02:00-02:10", "", `backup window "02:00-02:10" must be at least 30 minutes long`},
		"too long":                          {"", "sun:04:00-tue:05:00", `maintenance window "sun:04:00-tue:05:00" must be 30 minutes to 24 hours long`},
		"both ill-formed":                   {"2-3", "sunday", "backup window \"2-3\" must look like 02:00-03:00 (UTC)\nmaintenance window \"sunday\" must look like sun:04:00-sun:05:00 (UTC)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := Check(test.backup, test.maintenance, 30*time.Minute)
			if test.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.EqualError(t, err, test.want)
		})
	}
}
