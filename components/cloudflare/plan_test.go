package cloudflare

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"groundwork/internal/limits"
)

func TestARateIsConvertedToWhatThePlanCounts(t *testing.T) {
	for _, test := range []struct {
		name string
		plan Plan
		rate Rate
		want limit
	}{
		{"no limit", Free, Rate{}, limit{}},
		{"100 a second on free", Free, Rate{100, time.Second}, limit{10, 1000}},
		{"100 a second on enterprise", Enterprise, Rate{100, time.Second}, limit{10, 1000}},
		{"exactly the period", Free, Rate{20, 10 * time.Second}, limit{10, 20}},
		{"a minute on free is cut down", Free, Rate{500, time.Minute}, limit{10, 83}},
		{"a minute on pro", Pro, Rate{500, time.Minute}, limit{60, 500}},
		{"half a minute is stretched", Pro, Rate{7, 30 * time.Second}, limit{60, 14}},
		{"five minutes on pro are cut down", Pro, Rate{500, 5 * time.Minute}, limit{60, 100}},
		{"five minutes on business", Business, Rate{500, 5 * time.Minute}, limit{300, 500}},
		{"an hour on business", Business, Rate{1000, time.Hour}, limit{600, 166}},
		{"an hour on enterprise", Enterprise, Rate{1000, time.Hour}, limit{3600, 1000}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.plan.limit(test.rate)
			assert.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
}

func TestARateThatCannotBeCountedIsRefused(t *testing.T) {
	_, err := Free.limit(Rate{5, time.Minute})
	assert.EqualError(t, err, "rate limit of 5 requests per 1m0s: the free plan counts over 10 s at most, which would be less than one request: allow more, or take a larger plan")
	for _, rate := range []Rate{{-1, time.Second}, {1, 0}, {1, -time.Second}, {1, 48 * time.Hour}, {limits.RateRequests + 1, time.Second}} {
		_, err := Pro.limit(rate)
		assert.ErrorContains(t, err, "want 1 to 1000000 requests", rate)
	}
}

func TestALimitIsLegalAndNeverLooserThanAskedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := rapid.SampledFrom(plans).Draw(t, "plan")
		rate := Rate{rapid.IntRange(1, limits.RateRequests).Draw(t, "requests"), time.Duration(rapid.IntRange(1, 86400).Draw(t, "seconds")) * time.Second}
		got, err := plan.limit(rate)
		if err != nil {
			return
		}
		assert.Contains(t, periods, got.period)
		assert.LessOrEqual(t, got.period, longestPeriod[plan])
		assert.LessOrEqual(t, float64(got.requests)/float64(got.period), float64(rate.Requests)/rate.Period.Seconds()+1e-9)
		assert.Greater(t, float64(got.requests+1)/float64(got.period), float64(rate.Requests)/rate.Period.Seconds()-1e-9)
	})
}

func TestAPlanSaysWhatItDoesNotHoldAndWhichWould(t *testing.T) {
	assert.NoError(t, Free.allows(rateLimitPhase, 1))
	assert.EqualError(t, Free.allows(managedPhase, 2), "http_request_firewall_managed: the free plan allows 0 rules, and 2 are wanted: have fewer, or take the pro plan")
	assert.EqualError(t, Pro.allows(rateLimitPhase, 4), "http_ratelimit: the pro plan allows 2 rules, and 4 are wanted: have fewer, or take the business plan")
	assert.EqualError(t, Business.allows(rateLimitPhase, 9), "http_ratelimit: the business plan allows 5 rules, and 9 are wanted")
	assert.EqualError(t, Enterprise.allows(cachePhase, 301), "http_request_cache_settings: the enterprise plan allows 300 rules, and 301 are wanted")
}

func TestALargerPlanNeverHoldsLess(t *testing.T) {
	for in, limits := range ruleLimits {
		var counts []int
		for _, plan := range plans {
			counts = append(counts, limits[plan])
		}
		assert.True(t, slices.IsSorted(counts), in)
	}
}
