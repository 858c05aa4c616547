package price

import (
	"cmp"
	"fmt"
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
	// gaps are the names of resources by the reason why their cost isn't known.
	gaps map[string][]string
}

func newSum(prices list) *sum {
	return &sum{
		prices: prices, components: map[string]*Component{},
		told: map[Rate]bool{}, sources: map[Source]bool{}, gaps: map[string][]string{},
	}
}

// add takes a resource's quotes; one that is nil doesn't exist on that side. What
// isn't known and goes away is told too: the sum before lacks it.
func (s *sum) add(resource changes.Resource, before, after *quote) {
	item := Item{URN: resource.URN, Name: resource.Name, Type: resource.Type}
	if before != nil {
		item.Before, item.Was = before.amount, before.how()
		s.note(before)
	}
	if after != nil {
		item.After, item.How = after.amount, after.how()
		s.note(after)
		s.tell(after.rates)
	}
	if item.Before == 0 && item.After == 0 {
		return
	}
	name := resource.Within()
	component := s.components[name]
	if component == nil {
		component = &Component{Name: name}
		s.components[name] = component
	}
	component.Before += item.Before
	component.After += item.After
	component.Items = append(component.Items, item)
}

func (s *sum) note(q *quote) {
	for _, price := range q.used {
		s.sources[price.source] = true
	}
	for _, reason := range q.gaps {
		if names := s.gaps[reason]; len(names) == 0 || names[len(names)-1] != q.resource.Name {
			s.gaps[reason] = append(names, q.resource.Name)
		}
	}
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
	for _, component := range s.components {
		estimate.Before += component.Before
		estimate.After += component.After
		estimate.Components = append(estimate.Components, *component)
	}
	slices.SortFunc(estimate.Components, func(a, b Component) int {
		dearest := cmp.Compare(max(b.Before, b.After), max(a.Before, a.After))
		return cmp.Or(dearest, strings.Compare(a.Name, b.Name))
	})
	estimate.Rates = s.rates
	for reason, names := range s.gaps {
		estimate.Unknown = append(estimate.Unknown, sentence(names, reason))
	}
	slices.Sort(estimate.Unknown)
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

// namesAtMost is how many resources a sentence names.
const namesAtMost = 3

// sentence is "a, b: reason."
func sentence(names []string, reason string) string {
	slices.Sort(names)
	shown := strings.Join(names[:min(len(names), namesAtMost)], ", ")
	if more := len(names) - namesAtMost; more > 0 {
		shown += fmt.Sprintf(" and %d more", more)
	}
	return shown + ": " + reason + "."
}
