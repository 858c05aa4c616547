package report

import (
	"fmt"
	"strings"

	"groundwork/internal/price"
)

// costLine is what a stack costs before and after, in one line of words; "" where
// nothing costs anything. Nothing is summed up, and nothing subtracted, across a
// price that isn't known. inert is how a format shows names.
func costLine(cost *price.Estimate, inert func(string) string) string {
	switch {
	case cost == nil || cost.Nothing():
		return ""
	case cost.Unlisted != "" && cost.Steady():
		return "unknown, as before. " + inert(cost.Unlisted)
	case cost.Unlisted != "":
		return "unknown. " + inert(cost.Unlisted)
	}
	said := monthly(cost.After)
	whole := cost.Before.Whole() && cost.After.Whole()
	switch {
	case cost.Difference == nil:
	case cost.Steady():
		said += ", as before"
	case whole:
		said = fmt.Sprintf("%s to %s (%s)", amount(cost.Before), said, difference(cost.Change))
	default:
		said += fmt.Sprintf(" (%s)", difference(cost.Change))
	}
	if !whole {
		said += "; " + lacking(cost, inert)
	}
	// Of what is new there is no difference to tell.
	if cost.Difference == nil && cost.Before != (price.Amount{}) {
		said += "; the difference is unknown"
	}
	return said
}

// monthly is what is known of a sum, in words.
func monthly(sum price.Amount) string {
	switch {
	case sum.Whole():
		return sum.Known.Apart() + " USD a month"
	case sum.Known == 0:
		return "nothing known"
	}
	return fmt.Sprintf("at least %s USD a month known", sum.Known.Apart())
}

// lacking counts what isn't in a sum, and names it: "3 unknown: 3 x rds postgres
// db.r7g.xlarge". Where the sum afterwards is whole, it is the one before.
func lacking(cost *price.Estimate, inert func(string) string) string {
	lead, sum := "", cost.After
	of := func(gap price.Gap) int { return gap.After }
	switch {
	case cost.After.Whole():
		lead, sum = " before", cost.Before
		of = func(gap price.Gap) int { return gap.Before }
	case cost.Difference != nil && !cost.Steady():
		lead = ", as before"
	}
	var kinds []string
	rest := 0
	for _, gap := range cost.Unknown {
		switch n := of(gap); {
		case n == 0:
		case len(kinds) == kindsAtMost:
			rest += n
		case n == 1:
			kinds = append(kinds, inert(brief(gap.What)))
		default:
			kinds = append(kinds, fmt.Sprintf("%d x %s", n, inert(brief(gap.What))))
		}
	}
	if rest > 0 {
		kinds = append(kinds, fmt.Sprintf("%d more", rest))
	}
	return fmt.Sprintf("%d unknown%s: %s", sum.Unknown, lead, strings.Join(kinds, ", "))
}

// amount is a sum in a table.
func amount(sum price.Amount) string {
	switch {
	case sum.Whole():
		return sum.Known.Apart()
	case sum.Known == 0:
		return "unknown"
	}
	return "at least " + sum.Known.Apart()
}

// difference is what a cost changes by, with its sign.
func difference(change price.Change) string {
	switch {
	case change.Difference == nil:
		return "unknown"
	case *change.Difference < 0:
		return change.Difference.Apart()
	}
	return "+" + change.Difference.Apart()
}

func plural(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "s"):
		noun += "e"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
