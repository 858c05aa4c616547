package aws

import (
	"regexp"
	"strconv"
	"strings"

	"groundwork/internal/localcloud"
)

// Windows are in UTC: a daily one for backups, "02:00-03:00", and a weekly one
// for maintenance, "sun:04:00-sun:05:00".
var (
	dailyWindow  = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$`)
	weeklyWindow = regexp.MustCompile(`^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$`)
)

const (
	minutesOfDay  = 24 * 60
	minutesOfWeek = 7 * minutesOfDay
	leastWindow   = 30
)

func clock(text string) int {
	hours, minutes, _ := strings.Cut(text, ":")
	h, _ := strconv.Atoi(hours) // the pattern has only digits
	m, _ := strconv.Atoi(minutes)
	return h*60 + m
}

// span is a window in minutes from the start of the day or of the week.
type span struct{ from, to int }

func daily(text string) span {
	from, to, _ := strings.Cut(text, "-")
	s := span{clock(from), clock(to)}
	if s.to <= s.from {
		s.to += minutesOfDay
	}
	return s
}

func weekly(text string) span {
	const days = "montuewedthufrisatsun"
	from, to, _ := strings.Cut(strings.ToLower(text), "-")
	at := func(t string) int { return strings.Index(days, t[:3])/3*minutesOfDay + clock(t[4:]) }
	s := span{at(from), at(to)}
	if s.to <= s.from {
		s.to += minutesOfWeek
	}
	return s
}

// collide reports whether a daily window meets a weekly one on any day.
func collide(day, week span) bool {
	for offset := -minutesOfDay; offset <= minutesOfWeek+minutesOfDay; offset += minutesOfDay {
		if day.from+offset < week.to && week.from < day.to+offset {
			return true
		}
	}
	return false
}

// checkWindows: half an hour each, and apart:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupWindow.html
func checkWindows(tx *localcloud.Tx, instance *localcloud.Object) error {
	backup, maintenance := instance.String("backupWindow"), strings.ToLower(instance.String("maintenanceWindow"))
	switch {
	case backup != "" && !dailyWindow.MatchString(backup):
		return tx.Fail(400, "InvalidParameterValue", "Invalid backup window format: %s. Should be specified as a range hh24:mi-hh24:mi (24H Clock UTC).", backup)
	case maintenance != "" && !weeklyWindow.MatchString(maintenance):
		return tx.Fail(400, "InvalidParameterValue", "Invalid maintenance window format: %s. Should be specified as a range ddd:hh24:mi-ddd:hh24:mi (24H Clock UTC).", maintenance)
	case backup != "" && daily(backup).length() < leastWindow:
		return tx.Fail(400, "InvalidParameterValue", "The backup window must be at least %d minutes: %s", leastWindow, backup)
	case maintenance != "" && weekly(maintenance).length() < leastWindow:
		return tx.Fail(400, "InvalidParameterValue", "The maintenance window must be at least %d minutes: %s", leastWindow, maintenance)
	case backup != "" && maintenance != "" && collide(daily(backup), weekly(maintenance)):
		return tx.Fail(400, "InvalidParameterValue", "The backup window and maintenance window must not overlap.")
	}
	return nil
}

func (s span) length() int { return s.to - s.from }
