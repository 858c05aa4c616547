package spec

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

var (
	dailyForm  = regexp.MustCompile(`^([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])$`)
	weeklyForm = regexp.MustCompile(`^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):([0-5][0-9])-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):([0-5][0-9])$`)
	weekdays   = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
)

const shortestWindow = 30 * time.Minute

// span is a stretch of a day or of a week, from its beginning; it may run over
// the end into the next one.
type span struct{ from, length time.Duration }

// windows checks the database's two windows:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html#Concepts.DBMaintenance
func (v *validator) windows(backup, maintenance string) {
	daily, ok := v.window("backupWindow", backup, dailyForm, day, "02:00-03:00")
	weekly, weeklyOK := v.window("maintenanceWindow", maintenance, weeklyForm, week, "sun:04:00-sun:05:00")
	if !ok || !weeklyOK {
		return
	}
	for i := range weekdays {
		if overlap(span{daily.from + time.Duration(i)*day, daily.length}, weekly, week) {
			v.add(at("database", "maintenanceWindow"), maintenance, fmt.Sprintf("it overlaps the daily backup window, %s: RDS refuses that, because maintenance would break off a backup", backup),
				"maintenanceWindow: "+windowAfter(daily))
			return
		}
	}
}

func (v *validator) window(key, text string, form *regexp.Regexp, cycle time.Duration, example string) (span, bool) {
	path := at("database", key)
	if !form.MatchString(text) {
		v.add(path, text, "a window is two times of day in UTC, 24 hours, with two digits; the weekly one has the days too", key+": "+example)
		return span{}, false
	}
	from, to, _ := strings.Cut(text, "-")
	start := moments(from)
	length := (moments(to) - start + cycle) % cycle
	if length < shortestWindow || length > day {
		v.add(path, text, "a window is 30 minutes or longer, and not longer than a day", key+": "+example)
		return span{}, false
	}
	return span{start, length}, true
}

// moments is the time since the beginning of the day, or of the week for a text
// that names a day.
func moments(text string) time.Duration {
	var sum time.Duration
	if len(text) > len("00:00") {
		for i, name := range weekdays {
			if strings.HasPrefix(text, name) {
				sum = time.Duration(i) * day
			}
		}
		text = text[len("sun:"):]
	}
	hours, minutes := int(text[0]-'0')*10+int(text[1]-'0'), int(text[3]-'0')*10+int(text[4]-'0')
	return sum + time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
}

// overlap tells whether two spans of a cycle share time.
func overlap(a, b span, cycle time.Duration) bool {
	gap := (b.from - a.from + cycle) % cycle
	return gap < a.length || (cycle-gap)%cycle < b.length
}

// windowAfter is a weekly window of an hour that begins an hour after the daily one.
func windowAfter(daily span) string {
	from := daily.from + daily.length + time.Hour
	to := from + time.Hour
	write := func(t time.Duration) string {
		weekday := weekdays[(6+int(t/day))%len(weekdays)]
		return fmt.Sprintf("%s:%02d:%02d", weekday, int(t/time.Hour)%24, int(t/time.Minute)%60)
	}
	return write(from) + "-" + write(to)
}
