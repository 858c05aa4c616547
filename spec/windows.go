package spec

import (
	"fmt"
	"time"

	"groundwork/internal/window"
)

// shortestWindow is RDS's:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html#Concepts.DBMaintenance
const shortestWindow = 30 * time.Minute

// windows checks the database's two windows, each by itself and then together.
func (v *validator) windows(backup, maintenance string) {
	fine := true
	for _, w := range []struct {
		key, value string
		err        error
		example    string
	}{
		{"backupWindow", backup, window.Check(backup, "", shortestWindow), "02:00-03:00"},
		{"maintenanceWindow", maintenance, window.Check("", maintenance, shortestWindow), "sun:04:00-sun:05:00"},
	} {
		if w.err != nil {
			fine = false
			v.add(at("database", w.key), w.value, w.err.Error(), w.key+": "+w.example)
		}
	}
	if fine && window.Check(backup, maintenance, shortestWindow) != nil {
		v.add(at("database", "maintenanceWindow"), maintenance, fmt.Sprintf("it overlaps the daily backup window, %s: RDS refuses that, because maintenance would break off a backup", backup),
			"maintenanceWindow: "+windowAfter(backup))
	}
}

// windowAfter is an hour on Sunday, or in the night after it, that begins an
// hour after a daily window has ended.
func windowAfter(backup string) string {
	var hour, minute, endHour, endMinute int
	if _, err := fmt.Sscanf(backup, "%02d:%02d-%02d:%02d", &hour, &minute, &endHour, &endMinute); err != nil {
		return "sun:04:00-sun:05:00"
	}
	write := func(later int) string {
		weekday := "sun"
		if endHour+later >= 24 || endHour < hour {
			weekday = "mon"
		}
		return fmt.Sprintf("%s:%02d:%02d", weekday, (endHour+later)%24, endMinute)
	}
	return write(1) + "-" + write(2)
}
