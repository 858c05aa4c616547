// Package price tells what a stack costs a month by list price, before a change
// and after it. The prices are data, each with its date and its source; what is
// billed by use is told as a rate, and what isn't known is said to be unknown. It
// is pure.
//
// A price here is the list price without free tier, discount or tax, in the
// steady state: what a replacement has twice for a while isn't counted.
package price

import (
	"slices"
	"strings"

	"groundwork/internal/changes"
)

// hours are a month's, as AWS counts in its own examples and calculator.
const hours = 730

// Estimate is what a stack costs a month.
type Estimate struct {
	// Region is AWS's, "" when there is none.
	Region string `json:"region,omitempty"`
	// AsOf is the date of the oldest price among those used, as 2026-08-21; ""
	// when none was.
	AsOf string `json:"asOf,omitempty"`
	// Unlisted says why nothing of it is known and what to do; "" where there is a
	// price list of the region.
	Unlisted string `json:"unlisted,omitempty"`
	Change
	// Components are the parts, the dearest first.
	Components []Component `json:"components,omitempty"`
	// Rates are of what is billed by use and exists afterwards.
	Rates []Rate `json:"rates,omitempty"`
	// Unknown is what the sums lack, and the rates that nobody can tell.
	Unknown []Gap `json:"unknown,omitempty"`
	// Sources are those of the prices used, by address.
	Sources []Source `json:"sources,omitempty"`
}

// Component is the cost of what people know by one name: changes.Resource.Within.
type Component struct {
	Name string `json:"name"`
	Change
	// Items are the resources that cost something, in the set's order.
	Items []Item `json:"items"`
}

// Item is the cost of one resource.
type Item struct {
	URN  string `json:"urn"`
	Name string `json:"name"`
	Type string `json:"type"`
	Change
	// Was and How say how Before and After were computed ("2 x t3.medium, 730 h"),
	// and what they lack; "" for nothing.
	Was string `json:"was,omitempty"`
	How string `json:"how,omitempty"`
}

// Rate is the price of what is billed by use.
type Rate struct {
	Component string `json:"component"`
	// What is billed: "data through the NAT gateway".
	What string `json:"what"`
	// USD is the price of one Unit, as the list has it.
	USD  string `json:"usd"`
	Unit string `json:"unit"`
}

// Of estimates a change set.
func Of(set changes.Set) Estimate {
	estimate := Estimate{Region: set.Region, Change: Known(0, 0)}
	prices, known := lists[set.Region]
	if !known {
		estimate.unlist(set)
		return estimate
	}
	sum := newSum(prices)
	before, after := newSide(set, existedBefore), newSide(set, existsAfter)
	// The engine tells of them as they happen, which is another order each time.
	resources := slices.Clone(set.Resources)
	slices.SortStableFunc(resources, func(a, b changes.Resource) int { return strings.Compare(a.URN, b.URN) })
	for _, resource := range resources {
		if resource.Component {
			continue
		}
		sum.add(resource, sum.quote(before, resource), sum.quote(after, resource))
	}
	sum.fill(&estimate)
	return estimate
}
