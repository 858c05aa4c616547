package spec

import (
	"fmt"
	"strconv"
	"strings"
)

// cronFields are the five fields of a schedule as Kubernetes reads it:
// https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
var cronFields = []struct {
	name        string
	least, most int
	names       []string
}{
	{"minute", 0, 59, nil},
	{"hour", 0, 23, nil},
	{"day of the month", 1, 31, nil},
	{"month", 1, 12, []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
	{"day of the week", 0, 6, []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
}

// longestMonth is how many days a month has at most, from January.
var longestMonth = []int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// cronProblem tells what is wrong with a cron schedule, "" when nothing is.
func cronProblem(schedule string) string {
	parts := strings.Fields(schedule)
	if strings.HasPrefix(schedule, "@") || strings.Contains(schedule, "TZ=") {
		return "a schedule is written out in its five fields, in UTC, so that one sees when it runs"
	}
	if len(parts) != len(cronFields) {
		return fmt.Sprintf("a schedule has five fields (minute, hour, day of the month, month, day of the week); this one has %d", len(parts))
	}
	for i, part := range parts {
		for _, item := range strings.Split(part, ",") {
			if !cronItem(i, item) {
				f := cronFields[i]
				return fmt.Sprintf("the %s is %d to %d: *, a number, a range 1-5 or a step */2, with commas between", f.name, f.least, f.most)
			}
		}
	}
	return cronNever(parts)
}

// cronItem tells whether one item of a field's list is legal.
func cronItem(i int, item string) bool {
	value, step, stepped := strings.Cut(item, "/")
	if n, err := strconv.Atoi(step); stepped && (err != nil || n < 1 || n > cronFields[i].most) {
		return false
	}
	if value == "*" {
		return true
	}
	from, to, ranged := strings.Cut(value, "-")
	first, ok := cronNumber(i, from)
	if !ok || !ranged {
		return ok
	}
	last, ok := cronNumber(i, to)
	return ok && first <= last
}

func cronNumber(i int, text string) (int, bool) {
	f := cronFields[i]
	for at, name := range f.names {
		if strings.EqualFold(text, name) {
			return at + f.least, true
		}
	}
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= f.least && n <= f.most
}

// cronNever finds a day that its month never has, such as 31 April. Only the
// plain form is looked at.
func cronNever(parts []string) string {
	dayOfMonth, err := strconv.Atoi(parts[2])
	month, ok := cronNumber(3, parts[3])
	if err == nil && ok && parts[4] == "*" && dayOfMonth > longestMonth[month-1] {
		return "this day never comes: the month has fewer days"
	}
	return ""
}
