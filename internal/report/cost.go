package report

import (
	"fmt"
	"strings"

	"groundwork/internal/price"
)

func (s *section) writeCost() string {
	line := costLine(s.stack.Cost, prose)
	if line == "" || !s.told {
		return ""
	}
	s.cost = s.page.fit("**Cost:** "+line+"\n", cutCosts)
	return ""
}

// costDetail are the components whose cost changes, the rates of what is billed by
// use of those that change, and what is unknown; "" where there is nothing beyond
// the line.
func costDetail(cost *price.Estimate, changed map[string]bool) string {
	if cost == nil {
		return ""
	}
	var body strings.Builder
	rows := 0
	for _, component := range cost.Components {
		if component.Steady() {
			continue
		}
		if rows++; rows == 1 {
			body.WriteString("| component | before | after | change | how |\n| --- | ---: | ---: | ---: | --- |\n")
		}
		if rows <= rowsAtMost {
			fmt.Fprintf(&body, "| %s | %s | %s | %s | %s |\n", Escape(component.Name), amount(component.Before), amount(component.After), difference(component.Change), how(component))
		}
	}
	if rows > rowsAtMost {
		fmt.Fprintf(&body, "| and %d more | | | | |\n", rows-rowsAtMost)
	}
	if rows > 0 {
		body.WriteString("\n")
	}
	for _, unknown := range cost.Unknown[:min(len(cost.Unknown), rowsAtMost)] {
		fmt.Fprintf(&body, "- Unknown: %s\n", prose(unknown.String()))
	}
	if rest := len(cost.Unknown) - rowsAtMost; rest > 0 {
		fmt.Fprintf(&body, "- and %d more that are unknown\n", rest)
	}
	for _, rate := range ratesOf(cost.Rates, changed) {
		body.WriteString(rate)
	}
	if body.Len() == 0 {
		return ""
	}
	if cost.AsOf != "" {
		fmt.Fprintf(&body, "\nList prices in %s as of %s, without tax, discount or free tier.\n", prose(cost.Region), prose(cost.AsOf))
	}
	return folded("Cost by component, rates and what is unknown", body.String())
}

// ratesOf are the rates of components that change, each once, with those that have
// it.
func ratesOf(rates []price.Rate, changed map[string]bool) []string {
	components := map[price.Rate][]string{}
	var order []price.Rate
	for _, rate := range rates {
		alike := rate
		alike.Component = ""
		if !changed[rate.Component] {
			continue
		}
		if components[alike] == nil {
			order = append(order, alike)
		}
		components[alike] = append(components[alike], Escape(rate.Component))
	}
	var lines []string
	for i, rate := range order {
		if i == rowsAtMost {
			return append(lines, fmt.Sprintf("- and %d more that are billed by use\n", len(order)-i))
		}
		lines = append(lines, fmt.Sprintf("- By use: %s, %s USD per %s (%s)\n", prose(rate.What), prose(rate.USD), prose(rate.Unit), few(components[rate])))
	}
	return lines
}

// how says how the cost of a component came about, where it is simple.
func how(component price.Component) string {
	times := map[string]int{}
	var order []string
	for _, item := range component.Items {
		if item.Steady() || item.How == "" {
			continue
		}
		if times[item.How]++; times[item.How] == 1 {
			order = append(order, item.How)
		}
	}
	var parts []string
	for i, said := range order {
		if i == kindsAtMost {
			parts = append(parts, fmt.Sprintf("%d more", len(order)-i))
			break
		}
		part := prose(said)
		if n := times[said]; n > 1 {
			part = fmt.Sprintf("%d × (%s)", n, part)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}

func (s *section) writeCostDetail() string {
	if s.cost == "" {
		return ""
	}
	changed := map[string]bool{}
	for _, resource := range s.stack.Set.Changed() {
		changed[resource.Within()] = true
	}
	s.costDetail = s.page.fit(costDetail(s.stack.Cost, changed), cutCostRows)
	return ""
}

// folded is a part that opens at a click. The label is ours, never a value.
func folded(label, body string) string {
	return "<details><summary>" + label + "</summary>\n\n" + strings.TrimSuffix(body, "\n") + "\n\n</details>\n"
}
