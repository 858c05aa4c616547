package price

import (
	"cmp"
	"slices"
	"strings"

	"groundwork/internal/changes"
)

// sum gathers quotes into an estimate.
type sum struct {
	prices     list
	components map[string]*Component
	rates      []Rate
	told       map[Rate]bool
	sources    map[Source]bool
	gaps       map[gapKey]*Gap
}

// gapKey is what gaps of several resources have in common.
type gapKey struct {
	what, why string
	byUse     bool
}

func newSum(prices list) *sum {
	return &sum{
		prices: prices, components: map[string]*Component{},
		told: map[Rate]bool{}, sources: map[Source]bool{}, gaps: map[gapKey]*Gap{},
	}
}

// add takes a resource's quotes; one that is nil doesn't exist on that side. What
// isn't known and goes away is told too: the sum before lacks it.
func (s *sum) add(resource changes.Resource, before, after *quote) {
	item := Item{URN: resource.URN, Name: resource.Name, Type: resource.Type, Change: between(resource, before, after)}
	if before != nil {
		item.Was = before.how()
		s.note(before, 1, 0)
	}
	if after != nil {
		item.How = after.how()
		s.note(after, 0, 1)
		s.tell(after.rates)
	}
	if item.Nothing() {
		return
	}
	name := resource.Within()
	component := s.components[name]
	if component == nil {
		component = &Component{Name: name, Change: Known(0, 0)}
		s.components[name] = component
	}
	component.Change = component.plus(item.Change)
	component.Items = append(component.Items, item)
}

// note keeps where a quote's prices are from, and what it lacks on which side.
func (s *sum) note(q *quote, before, after int) {
	for _, price := range q.used {
		s.sources[price.source] = true
	}
	for _, lacking := range q.gaps {
		found := s.gap(q, lacking, false)
		found.Before += before
		found.After += after
	}
	for _, lacking := range q.unrated {
		s.gap(q, lacking, true)
	}
}

// gap is where it is gathered of which resources something isn't known.
func (s *sum) gap(q *quote, lacking gap, byUse bool) *Gap {
	key := gapKey{lacking.what, lacking.why, byUse}
	found := s.gaps[key]
	if found == nil {
		found = &Gap{What: lacking.what, Why: lacking.why, ByUse: byUse}
		s.gaps[key] = found
	}
	// The sides of a resource come one after the other.
	if n := len(found.Resources); n == 0 || found.Resources[n-1] != q.resource.Name {
		found.Resources = append(found.Resources, q.resource.Name)
	}
	return found
}

func (s *sum) tell(rates []Rate) {
	for _, rate := range rates {
		if !s.told[rate] {
			s.told[rate] = true
			s.rates = append(s.rates, rate)
		}
	}
}

// fill writes the estimate, in an order that doesn't depend on the maps.
func (s *sum) fill(estimate *Estimate) {
	estimate.Change = Known(0, 0)
	for _, component := range s.components {
		estimate.Change = estimate.plus(component.Change)
		estimate.Components = append(estimate.Components, *component)
	}
	slices.SortFunc(estimate.Components, func(a, b Component) int {
		dearest := cmp.Compare(max(b.Before.Known, b.After.Known), max(a.Before.Known, a.After.Known))
		return cmp.Or(dearest, strings.Compare(a.Name, b.Name))
	})
	estimate.Rates = s.rates
	for _, gap := range s.gaps {
		slices.Sort(gap.Resources)
		estimate.Unknown = append(estimate.Unknown, *gap)
	}
	slices.SortFunc(estimate.Unknown, func(a, b Gap) int { return strings.Compare(a.String(), b.String()) })
	for source := range s.sources {
		estimate.Sources = append(estimate.Sources, source)
		if estimate.AsOf == "" || source.Date < estimate.AsOf {
			estimate.AsOf = source.Date
		}
	}
	slices.SortFunc(estimate.Sources, func(a, b Source) int {
		return cmp.Or(strings.Compare(a.Address, b.Address), strings.Compare(a.Date, b.Date), strings.Compare(a.What, b.What))
	})
}
