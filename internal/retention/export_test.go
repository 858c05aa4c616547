package retention

import "slices"

// Legal tells whether CloudWatch takes this number of days.
func Legal(days int) bool { return slices.Contains(legalDays, days) }
