package cloudflare

import (
	"fmt"
	"slices"
	"time"

	"groundwork/internal/limits"
)

// Plan is a Cloudflare plan.
type Plan string

// The plans, cheapest first.
const (
	Free       Plan = "free"
	Pro        Plan = "pro"
	Business   Plan = "business"
	Enterprise Plan = "enterprise"
)

var plans = []Plan{Free, Pro, Business, Enterprise}

func (p Plan) known() bool { return slices.Contains(plans, p) }

// phase is when a list of rules runs.
type phase string

const (
	managedPhase   phase = "http_request_firewall_managed"
	rateLimitPhase phase = "http_ratelimit"
	cachePhase     phase = "http_request_cache_settings"
)

// ruleLimits are how many rules each phase of a zone may hold. Enterprise
// contracts may hold more rate limits than the 5 that all of them have.
// https://developers.cloudflare.com/waf/rate-limiting-rules/#availability
// https://developers.cloudflare.com/cache/how-to/cache-rules/#availability
// https://developers.cloudflare.com/waf/managed-rules/#availability
var ruleLimits = map[phase]map[Plan]int{
	managedPhase:   {Free: 0, Pro: 2, Business: 2, Enterprise: 2},
	rateLimitPhase: {Free: 1, Pro: 2, Business: 5, Enterprise: 5},
	cachePhase:     {Free: 10, Pro: 25, Business: 50, Enterprise: 300},
}

// allows tells whether a zone of the plan may hold that many rules of a phase.
func (p Plan) allows(in phase, rules int) error {
	most := ruleLimits[in][p]
	if rules <= most {
		return nil
	}
	for _, larger := range plans[slices.Index(plans, p)+1:] {
		if rules <= ruleLimits[in][larger] {
			return fmt.Errorf("%s: the %s plan allows %d rules, and %d are wanted: have fewer, or take the %s plan", in, p, most, rules, larger)
		}
	}
	return fmt.Errorf("%s: the %s plan allows %d rules, and %d are wanted", in, p, most, rules)
}

// Rate is how many requests are allowed in a period.
type Rate struct {
	// Requests is how many. 0 means no limit.
	Requests int
	// Period is the time they are counted over.
	Period time.Duration
}

func (r Rate) off() bool { return r.Requests == 0 }

// String is the rate in words, for messages.
func (r Rate) String() string { return fmt.Sprintf("%d requests per %s", r.Requests, r.Period) }

// periods are the counting periods the API takes, in seconds, ascending, and
// longestPeriod how far up a plan's may go.
// https://developers.cloudflare.com/waf/rate-limiting-rules/parameters/
var (
	periods       = []int{10, 60, 120, 300, 600, 3600}
	longestPeriod = map[Plan]int{Free: 10, Pro: 60, Business: 600, Enterprise: 3600}
)

// limit is a rate as Cloudflare counts it: seconds and requests.
type limit struct{ period, requests int }

// limit converts a rate to the periods of the plan: to the shortest one that is
// not shorter than wanted, or else to the longest there is. The number of
// requests follows, rounded down, so that the limit is never looser than asked
// for. A longer period allows a burst: 100 a second become 1000 in 10 s.
func (p Plan) limit(rate Rate) (limit, error) {
	if rate.off() {
		return limit{}, nil
	}
	if rate.Requests < 0 || rate.Requests > limits.RateRequests || rate.Period <= 0 || rate.Period > 24*time.Hour {
		return limit{}, fmt.Errorf("rate limit of %s: want 1 to %d requests, in a period of up to 24h", rate, limits.RateRequests)
	}
	period := longestPeriod[p]
	for _, candidate := range periods {
		if seconds(candidate) >= rate.Period && candidate <= period {
			period = candidate
			break
		}
	}
	requests := int(int64(rate.Requests) * int64(seconds(period)) / int64(rate.Period))
	if requests < 1 {
		return limit{}, fmt.Errorf("rate limit of %s: the %s plan counts over %d s at most, which would be less than one request: allow more, or take a larger plan", rate, p, longestPeriod[p])
	}
	return limit{period: period, requests: requests}, nil
}

func seconds(count int) time.Duration { return time.Duration(count) * time.Second }
