// Package retention knows for how many days CloudWatch may be asked to keep
// the events of a log group. It is pure.
package retention

import (
	"slices"
	"time"
)

const day = 24 * time.Hour

// legalDays are the values PutRetentionPolicy takes, ascending:
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
var legalDays = []int{
	1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545,
	731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
}

// Days is the smallest legal retention, in days, that keeps events for at least
// d. Nothing and less than nothing stay 0, which callers read as "no log
// group": to CloudWatch itself 0 would mean "for ever", so it must never be
// passed on. More than the longest legal retention gives the longest, 3653.
func Days(d time.Duration) int {
	if d <= 0 {
		return 0
	}
	wanted := int((d + day - 1) / day)
	at, _ := slices.BinarySearch(legalDays, wanted)
	return legalDays[min(at, len(legalDays)-1)]
}
