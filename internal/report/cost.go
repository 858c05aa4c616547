package report

import (
	"fmt"
	"strings"

	"groundwork/internal/price"
)

// costLine is what a stack costs before and after, in one line of words; "" where
// nothing is known to cost anything.
func costLine(cost *price.Estimate) string {
	if cost == nil || cost.Before == 0 && cost.After == 0 && len(cost.Unknown) == 0 {
		return ""
	}
	said := fmt.Sprintf("%s USD a month", dollars(cost.After))
	if cost.Before != cost.After {
		said = fmt.Sprintf("%s to %s USD a month (%s)", dollars(cost.Before), dollars(cost.After), signed(cost.After-cost.Before))
	} else {
		said += ", as before"
	}
	if n := len(cost.Unknown); n > 0 {
		said += fmt.Sprintf("; %s unknown", plural(n, "price"))
	}
	return said
}

// signed shows a difference with its sign.
func signed(difference price.Money) string {
	if difference < 0 {
		return dollars(difference)
	}
	return "+" + dollars(difference)
}

// dollars shows an amount with its thousands apart: 1,214.36.
func dollars(amount price.Money) string {
	text := amount.String()
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	for i := strings.Index(text, ".") - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return sign + text
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

func (s *section) writeCost() string {
	line := costLine(s.stack.Cost)
	if line == "" || !s.told {
		return ""
	}
	s.cost = s.page.fit("**Cost:** "+line+"\n", cutCosts)
	return ""
}

// costDetail are the components whose cost changes, the rates of what is billed by
// use, and what is unknown; "" where there is nothing beyond the line.
func costDetail(cost *price.Estimate) string {
	if cost == nil {
		return ""
	}
	var body strings.Builder
	rows := 0
	for _, component := range cost.Components {
		if component.Before == component.After {
			continue
		}
		if rows++; rows == 1 {
			body.WriteString("| component | before | after | change | how |\n| --- | ---: | ---: | ---: | --- |\n")
		}
		if rows <= rowsAtMost {
			fmt.Fprintf(&body, "| %s | %s | %s | %s | %s |\n", Escape(component.Name), dollars(component.Before), dollars(component.After), signed(component.After-component.Before), how(component))
		}
	}
	if rows > rowsAtMost {
		fmt.Fprintf(&body, "| and %d more | | | | |\n", rows-rowsAtMost)
	}
	if rows > 0 {
		body.WriteString("\n")
	}
	for _, unknown := range cost.Unknown[:min(len(cost.Unknown), rowsAtMost)] {
		fmt.Fprintf(&body, "- Unknown: %s\n", prose(unknown))
	}
	for _, rate := range cost.Rates[:min(len(cost.Rates), rowsAtMost)] {
		fmt.Fprintf(&body, "- By use, %s: %s, %s USD per %s\n", Escape(rate.Component), prose(rate.What), prose(rate.USD), prose(rate.Unit))
	}
	if body.Len() == 0 {
		return ""
	}
	if cost.AsOf != "" {
		fmt.Fprintf(&body, "\nList prices in %s as of %s, without tax, discount or free tier.\n", prose(cost.Region), prose(cost.AsOf))
	}
	return folded("Cost by component, rates and what is unknown", body.String())
}

// how says how the cost of a component came about, where it is simple.
func how(component price.Component) string {
	var parts []string
	for _, item := range component.Items {
		if item.Before != item.After && item.How != "" {
			parts = append(parts, prose(item.How))
		}
	}
	if rest := len(parts) - kindsAtMost; rest > 0 {
		parts = append(parts[:kindsAtMost], fmt.Sprintf("%d more", rest))
	}
	return strings.Join(parts, ", ")
}

func (s *section) writeCostDetail() string {
	if s.cost == "" {
		return ""
	}
	s.costDetail = s.page.fit(costDetail(s.stack.Cost), cutCostRows)
	return ""
}

// folded is a part that opens at a click. The label is ours, never a value.
func folded(label, body string) string {
	return "<details><summary>" + label + "</summary>\n\n" + strings.TrimSuffix(body, "\n") + "\n\n</details>\n"
}
