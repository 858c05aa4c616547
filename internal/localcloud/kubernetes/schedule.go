package kubernetes

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// cronFields are the parts of a schedule, with their ranges and names.
// https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
var cronFields = []struct {
	low, high int
	names     string
}{
	{0, 59, ""},
	{0, 23, ""},
	{1, 31, ""},
	{1, 12, " jan feb mar apr may jun jul aug sep oct nov dec"},
	{0, 6, "sun mon tue wed thu fri sat"},
}

// scheduleProblem checks a cron expression as the server's parser does.
func scheduleProblem(schedule string) error {
	if strings.HasPrefix(schedule, "@") {
		return descriptorProblem(schedule)
	}
	parts := strings.Fields(schedule)
	if len(parts) != len(cronFields) {
		return fmt.Errorf("expected exactly %d fields, found %d: %v", len(cronFields), len(parts), parts)
	}
	for i, part := range parts {
		for _, item := range strings.Split(part, ",") {
			if err := cronProblem(item, i); err != nil {
				return err
			}
		}
	}
	return nil
}

func descriptorProblem(schedule string) error {
	switch schedule {
	case "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly":
		return nil
	}
	every, ok := strings.CutPrefix(schedule, "@every ")
	if !ok {
		return fmt.Errorf("unrecognized descriptor: %s", schedule)
	}
	if _, err := time.ParseDuration(every); err != nil {
		return fmt.Errorf("failed to parse duration %s: %s", schedule, err)
	}
	return nil
}

// cronProblem checks one item: "*", "5", "1-5", "mon-fri", "*/15".
func cronProblem(item string, position int) error {
	bounds := cronFields[position]
	span, step, stepped := strings.Cut(item, "/")
	if stepped {
		if n, err := strconv.Atoi(step); err != nil || n <= 0 {
			return fmt.Errorf("failed to parse int from %s: invalid step", step)
		}
	}
	if span == "*" || span == "?" {
		return nil
	}
	first, last, ranged := strings.Cut(span, "-")
	if !ranged {
		last = first
	}
	from, err := cronValue(first, bounds.names)
	if err != nil {
		return err
	}
	to, err := cronValue(last, bounds.names)
	switch {
	case err != nil:
		return err
	case from < bounds.low:
		return fmt.Errorf("beginning of range (%d) below minimum (%d): %s", from, bounds.low, item)
	case to > bounds.high:
		return fmt.Errorf("end of range (%d) above maximum (%d): %s", to, bounds.high, item)
	case from > to:
		return fmt.Errorf("beginning of range (%d) beyond end of range (%d): %s", from, to, item)
	}
	return nil
}

func cronValue(text, names string) (int, error) {
	if names != "" && len(text) == 3 {
		for i, name := range strings.Split(names, " ") {
			if strings.EqualFold(name, text) {
				return i, nil
			}
		}
	}
	value, err := strconv.Atoi(text)
	if err != nil {
		return 0, fmt.Errorf("failed to parse int from %s: %w", text, err)
	}
	return value, nil
}
