package price

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// exactUnits are of prices that are multiplied here, so that they must fit into
// Money; usageUnits are only ever told.
var (
	exactUnits = []string{"hour", "month", "GB-month", "GB-hour", "vCPU-hour", "IOPS-month", "MBps-month"}
	usageUnits = []string{
		"GB", "GB-second", "LCU-hour", "NLCU-hour", "GLCU-hour", "vCPU-month", "1,000 requests", "10,000 requests",
		"million requests", "million queries", "million reads", "million writes",
	}
)

func TestEveryPriceHasAnAmountAUnitASourceAndItsDate(t *testing.T) {
	require.NoError(t, listsErr)
	require.Contains(t, lists, "us-east-1")
	address := regexp.MustCompile(`^(https://\S+|from memory)$`)
	for region, prices := range lists {
		assert.Regexp(t, `^[a-z]{2}-[a-z]+-\d$`, region)
		for at, price := range prices {
			assert.True(t, slices.Contains(exactUnits, price.unit) || slices.Contains(usageUnits, price.unit), "%v: unit %q", at, price.unit)
			if slices.Contains(exactUnits, price.unit) {
				assert.True(t, price.exact, "%v: %s is finer than Money", at, price.usd)
				assert.Positive(t, price.amount, "%v", at)
			}
			assert.Regexp(t, `^\d+(\.\d*[1-9])?$`, price.usd, "%v: written one way only", at)
			assert.NotEqual(t, "0", price.usd, "%v", at)
			assert.Regexp(t, address, price.source.Address, "%v", at)
			assert.NotEmpty(t, price.source.What, "%v", at)
			_, err := time.Parse(time.DateOnly, price.source.Date)
			assert.NoError(t, err, "%v", at)
		}
	}
}

func TestEverySourceIsUsed(t *testing.T) {
	sources, err := readSources()
	require.NoError(t, err)
	used := map[string]bool{}
	for region := range lists {
		rows, err := readRows(region+".tsv", 5)
		require.NoError(t, err)
		for _, row := range rows {
			used[row[4]] = true
		}
	}
	for id := range sources {
		assert.True(t, used[id], "source %q has no price", id)
	}
}

// A list with a hole in it would call a usual size unknown, and a typing error
// would show as a step that isn't there.
func TestASizeTwiceAsLargeCostsAboutTwiceAsMuch(t *testing.T) {
	for at, price := range lists["us-east-1"] {
		larger, ok := strings.CutSuffix(at[1], ".xlarge")
		double, listed := lists["us-east-1"][[2]string{at[0], larger + ".2xlarge"}]
		if ok && listed {
			assert.InEpsilon(t, 2*int64(price.amount), int64(double.amount), 0.01, "%v", at)
		}
	}
}

func TestThePricesThatTheStacksNeedAreThere(t *testing.T) {
	for _, key := range [][2]string{
		{"ec2", "t3.medium"}, {"ec2", "t3.large"}, {"rds", "postgres db.t4g.micro"}, {"rds", "postgres db.t3.small"},
		{"rds", "postgres db.t4g.large"}, {"rds", "postgres db.r5.xlarge"}, {"elasticache", "redis cache.t4g.micro"},
		{"elasticache", "redis cache.t3.micro"}, {"elasticache", "redis cache.r5.large"},
	} {
		assert.Contains(t, lists["us-east-1"], key)
	}
}

func TestMoneyIsReadAndWrittenExactly(t *testing.T) {
	for _, test := range []struct {
		text   string
		amount Money
		exact  bool
		shown  string
	}{
		{"1", 1_000_000, true, "1.00"},
		{"0.0416", 41_600, true, "0.04"},
		{"0.004445", 4_445, true, "0.00"},
		{"0.0000166667", 16, false, "0.00"},
		{"12.345", 12_345_000, true, "12.35"},
		{"0.995", 995_000, true, "1.00"},
	} {
		t.Run(test.text, func(t *testing.T) {
			amount, exact, err := parseMoney(test.text)
			require.NoError(t, err)
			assert.Equal(t, test.amount, amount)
			assert.Equal(t, test.exact, exact)
			assert.Equal(t, test.shown, amount.String())
		})
	}
	assert.Equal(t, "-2.50", Money(-2_500_000).String())
	for _, bad := range []string{"", "free", "-1", "1.2.3", "1e3"} {
		_, _, err := parseMoney(bad)
		assert.Error(t, err, "%q", bad)
	}
}
