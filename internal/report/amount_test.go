package report

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/price"
)

func TestTheCostLineSaysWhatIsKnownAndNoMore(t *testing.T) {
	across := func(before, after price.Amount) price.Change { return price.Change{Before: before, After: after} }
	class := func(before, after int) price.Gap {
		return price.Gap{What: "rds postgres db.x99.large", Before: before, After: after}
	}
	queue := price.Gap{What: "aws:mq/broker:Broker", Before: 1, After: 1}
	const dollar = 1_000_000
	for _, test := range []struct {
		name, line string
		change     price.Change
		unknown    []price.Gap
	}{
		{"nothing costs anything", "", price.Known(0, 0), nil},
		{"it costs as before", "1,200.00 USD a month, as before", price.Known(1200*dollar, 1200*dollar), nil},
		{"it costs less", "1,200.00 to 200.00 USD a month (-1,000.00)", price.Known(1200*dollar, 200*dollar), nil},
		{"what changes gets a price that isn't known", "at least 200.00 USD a month known; 3 unknown: 3 x rds postgres db.x99.large; the difference is unknown",
			across(price.Amount{Known: 1200 * dollar}, price.Amount{Known: 200 * dollar, Unknown: 3}), []price.Gap{class(0, 3)}},
		{"what changes had a price that isn't known", "1,200.00 USD a month; 1 unknown before: rds postgres db.x99.large; the difference is unknown",
			across(price.Amount{Known: 200 * dollar, Unknown: 1}, price.Amount{Known: 1200 * dollar}), []price.Gap{class(1, 0)}},
		{"something else has a price that isn't known", "at least 200.00 USD a month known, as before; 1 unknown: aws:mq/broker:Broker",
			besides(price.Known(200*dollar, 200*dollar), 1), []price.Gap{queue}},
		{"something else has, and what changes is known", "at least 230.00 USD a month known (+30.00); 1 unknown, as before: aws:mq/broker:Broker",
			besides(price.Known(200*dollar, 230*dollar), 1), []price.Gap{queue}},
		{"nothing of a new stack is known", "nothing known; 1 unknown: rds postgres db.x99.large", across(price.Amount{}, price.Amount{Unknown: 1}), []price.Gap{class(0, 1)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.line, costLine(&price.Estimate{Region: "us-east-1", Change: test.change, Unknown: test.unknown}, asIs))
		})
	}
	assert.Empty(t, costLine(nil, asIs), "nobody estimated it")
}

func TestTheCostLineOfARegionWithoutAListTellsWhatToDo(t *testing.T) {
	estimate := price.Estimate{Unlisted: "There is no list.", Change: besides(price.Known(0, 0), 2)}
	assert.Equal(t, "unknown, as before. There is no list.", costLine(&estimate, asIs))
	estimate.Difference = nil
	assert.Equal(t, "unknown. There is no list.", costLine(&estimate, asIs))
}
