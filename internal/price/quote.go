package price

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"groundwork/internal/changes"
)

// quote is what one resource costs at one moment, while it is put together.
type quote struct {
	resource changes.Resource
	in       inputs
	side     *side
	prices   list

	amount Money
	// words are how the amount was computed, part by part.
	words []string
	rates []Rate
	// gaps are what isn't in the amount, unrated the rates that nobody can tell.
	gaps, unrated []gap
	used          []listed
}

// quote prices a resource; nil where it doesn't exist.
func (s *sum) quote(at *side, resource changes.Resource) *quote {
	in, exists := at.at(resource)
	if !exists {
		return nil
	}
	q := &quote{resource: resource, in: in, side: at, prices: s.prices}
	switch price, priced := pricers[resource.Type]; {
	case priced:
		price(q)
	case !free(resource.Type):
		q.gap("nothing here knows the price of %s", resource.Type)
	}
	return q
}

// price looks up the price of so many pieces; without one there is a gap.
func (q *quote) price(pieces int64, service, key string) (listed, bool) {
	price, ok := q.prices[[2]string{service, key}]
	if !ok {
		q.gaps = miss(q.gaps, unlisted(service, key, pieces))
		return listed{}, false
	}
	q.used = append(q.used, price)
	return price, true
}

// hourly charges n things, running all the time, at the price of an hour. What
// there is none of needs no price.
func (q *quote) hourly(n int64, service, key, what string) {
	if !q.counts(n, most/hours) {
		return
	}
	if price, ok := q.price(n, service, key); ok {
		q.amount += price.amount * hours * Money(n)
		q.words = append(q.words, fmt.Sprintf("%s, %d h", times(n, what), hours))
	}
}

// monthly charges n units at the price of a month; what names them all.
func (q *quote) monthly(n int64, service, key, what string) {
	if !q.counts(n, most) {
		return
	}
	if price, ok := q.price(n, service, key); ok {
		q.amount += price.amount * Money(n)
		q.words = append(q.words, what)
	}
}

// counts tells whether there is something to charge, and not too much of it.
func (q *quote) counts(n, limit int64) bool {
	if n > limit {
		q.gap("there is more of it than can be right")
	}
	return 0 < n && n <= limit
}

// rate tells a price of something that is billed by use. No sum lacks one that is
// missing.
func (q *quote) rate(what, service, key string) {
	price, ok := q.prices[[2]string{service, key}]
	if !ok {
		q.unrated = miss(q.unrated, unlisted(service, key, 1))
		return
	}
	q.used = append(q.used, price)
	q.rates = append(q.rates, Rate{Component: q.resource.Within(), What: what, USD: price.usd, Unit: price.unit})
}

// how is the computation in words, with what it lacks.
func (q *quote) how() string {
	words := slices.Clone(q.words)
	for _, gap := range q.gaps {
		words = append(words, gap.what+" unknown")
	}
	how := strings.Join(words, "; ")
	if how != "" && stays(q.resource) {
		how += "; stays in the account"
	}
	return how
}

// times is "2 x t3.medium", or "t3.medium" for one.
func times(n int64, what string) string {
	if n == 1 {
		return what
	}
	return fmt.Sprintf("%d x %s", n, what)
}

// thousands writes 12000 as "12,000".
func thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
