// Package window knows the daily and weekly windows in which AWS works on a
// data store: "02:00-03:00" and "sun:04:00-sun:05:00", in UTC. It is pure.
package window

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
)

const (
	day  = 24 * 60
	week = 7 * day
)

var (
	days   = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	daily  = regexp.MustCompile(`^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$`)
	weekly = regexp.MustCompile(`^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):([0-5]\d)-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):([0-5]\d)$`)
)

// span is minutes from Monday 00:00: where it begins and how long it is.
type span struct{ start, length int }

// Check tells what AWS would refuse about a daily backup window and a weekly
// maintenance window: their form, one shorter than least, and an overlap.
// An empty window is AWS's to choose and is not checked.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
func Check(backup, maintenance string, least time.Duration) error {
	spans, err := parseDaily(backup, least)
	other, err2 := parseWeekly(maintenance, least)
	if err != nil || err2 != nil {
		return errors.Join(err, err2)
	}
	if other.length == 0 {
		return nil
	}
	for _, s := range spans {
		if overlap(s, other) {
			return fmt.Errorf("backup window %q overlaps maintenance window %q: move one of them", backup, maintenance)
		}
	}
	return nil
}

// parseDaily gives the window on each day of the week.
func parseDaily(text string, least time.Duration) ([]span, error) {
	if text == "" {
		return nil, nil
	}
	parts := daily.FindStringSubmatch(text)
	if parts == nil {
		return nil, fmt.Errorf("backup window %q must look like 02:00-03:00 (UTC)", text)
	}
	start := minutes(parts[1], parts[2])
	length := (minutes(parts[3], parts[4]) - start + day) % day
	if length < int(least.Minutes()) {
		return nil, fmt.Errorf("backup window %q must be at least %d minutes long", text, int(least.Minutes()))
	}
	var spans []span
	for i := range days {
		spans = append(spans, span{i*day + start, length})
	}
	return spans, nil
}

func parseWeekly(text string, least time.Duration) (span, error) {
	if text == "" {
		return span{}, nil
	}
	parts := weekly.FindStringSubmatch(text)
	if parts == nil {
		return span{}, fmt.Errorf("maintenance window %q must look like sun:04:00-sun:05:00 (UTC)", text)
	}
	start := slices.Index(days, parts[1])*day + minutes(parts[2], parts[3])
	end := slices.Index(days, parts[4])*day + minutes(parts[5], parts[6])
	length := (end - start + week) % week
	if length < int(least.Minutes()) || length > day {
		return span{}, fmt.Errorf("maintenance window %q must be %d minutes to 24 hours long", text, int(least.Minutes()))
	}
	return span{start, length}, nil
}

// overlap tells whether two spans share a minute, on a week that is a circle.
func overlap(a, b span) bool {
	return (b.start-a.start+week)%week < a.length || (a.start-b.start+week)%week < b.length
}

// minutes of an hour and a minute that a pattern has already found to be digits.
func minutes(hour, minute string) int {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	return 60*h + m
}
