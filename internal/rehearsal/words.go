package rehearsal

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"groundwork/internal/price"
)

// core is a message in one line: of an error that a cloud's service gave, or a check
// of a cluster's, what they said.
func core(message string) string {
	message = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' ' // a stack file's escapes must not reach a terminal
	}, message)
	message = strings.Join(strings.Fields(message), " ")
	for _, before := range []string{"api error ", " denied the request: "} {
		if _, said, is := strings.Cut(message, before); is {
			return said
		}
	}
	return message
}

// mark stands for what is cut off.
const mark = " ..."

// cut leaves the words of a message that have room.
func cut(message string, room int) string {
	if utf8.RuneCountInString(message) <= room {
		return message
	}
	runes := []rune(message)
	short := string(runes[:max(0, room-len(mark)+1)]) // one more, which is a space where a word ends there
	if end := strings.LastIndex(short, " "); end > 0 {
		short = short[:end]
	} else {
		short = string(runes[:max(0, room-len(mark))])
	}
	return strings.TrimRight(short, " ,;:.") + mark
}

func more(count int) string {
	if count < 2 {
		return ""
	}
	return fmt.Sprintf(" (and %d more)", count-1)
}

func plural(count int, noun string) string {
	if count == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", count, noun)
}

func counted(faults []Fault) string { return plural(len(faults), "resource") }

func are(faults []Fault) string {
	if len(faults) == 1 {
		return "1 resource is"
	}
	return counted(faults) + " are"
}

// Minutes writes simulated seconds as people plan by them.
func Minutes(seconds float64) string {
	if seconds < 60 {
		return "under a minute"
	}
	return fmt.Sprintf("about %.0f min", math.Round(seconds/60))
}

// monthly is what a month costs more or less; "" where nobody asked.
func monthly(cost *price.Change) string {
	switch {
	case cost == nil:
		return ""
	case cost.Difference == nil:
		return "cost unknown"
	case cost.Steady():
		return "cost as before"
	case *cost.Difference < 0:
		return cost.Difference.Apart() + " USD a month"
	}
	return "+" + cost.Difference.Apart() + " USD a month"
}
