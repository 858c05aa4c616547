package rds

import (
	"net/url"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestNoLossOfOneZoneTakesEveryCopy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zones := rapid.IntRange(2, 3).Draw(t, "zones")
		multiAZ := rapid.Bool().Draw(t, "multiAZ")
		replicas := rapid.IntRange(0, 5).Draw(t, "replicas")
		primary, others := placement(zones, multiAZ, replicas)
		require.Len(t, others, replicas)
		perZone := make([]int, zones)
		for _, zone := range others {
			require.True(t, zone >= 0 && zone < zones)
			perZone[zone]++
		}
		if multiAZ {
			assert.Equal(t, unplaced, primary)
		} else {
			assert.Zero(t, perZone[primary], "replicas stand elsewhere than a single primary")
		}
		for lost := range zones {
			if replicas > 1 && (multiAZ || zones > 2) {
				assert.Less(t, perZone[lost], replicas, "a replica is left when zone %d is lost", lost)
			}
		}
	})
}

func TestAURLGivesBackWhatWentIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		password := rapid.StringOfN(rapid.RuneFrom([]rune("aZ0-_.~@/:?#% &")), 1, 32, -1).Draw(t, "password")
		parsed, err := url.Parse(Args{Port: 5433, DatabaseName: "stocks"}.server("db.example.com").For("app", password))
		require.NoError(t, err)
		got, _ := parsed.User.Password()
		assert.Equal(t, password, got)
		assert.Equal(t, "db.example.com:5433", parsed.Host)
		assert.Equal(t, "/stocks", parsed.Path)
	})
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	tests := map[string]struct {
		change func(*Args)
		want   string
	}{
		"replicas without backups":   {func(a *Args) { a.BackupDays = 0 }, "2 replicas need backups: write at least 1 day"},
		"IOPS on a small volume":     {func(a *Args) { a.StorageGB = 100 }, "gp3 storage of 100 GiB takes no IOPS setting, and 12000 were asked for: leave IOPS out (3000 are included), or take 400 GiB of storage or more"},
		"growth below the storage":   {func(a *Args) { a.MaxStorageGB = 500 }, "storage of 500 GiB cannot grow up to 500 GiB: write 550 to 65536 GiB, or 0 to keep it from growing"},
		"an old version":             {func(a *Args) { a.Version = "12" }, `version "12" is not supported: write one of 14, 15, 16, 17, 18`},
		"the user everybody guesses": {func(a *Args) { a.User = "postgres" }, `user "postgres" is reserved or too easy to guess: choose another`},
		"a parameter misspelt":       {func(a *Args) { a.Parameters = map[string]string{"work_memm": "1MB"} }, `parameter "work_memm" is not known: did you mean "work_mem"?`},
		"windows that overlap":       {func(a *Args) { a.BackupWindow = "04:00-05:00" }, `backup window "04:00-05:00" overlaps maintenance window "sun:04:00-sun:05:00": move one of them`},
		"one subnet":                 {func(a *Args) { a.SubnetIDs, a.Zones = a.SubnetIDs[:1], a.Zones[:1] }, "subnets given: 1, but a subnet group needs two, in different zones"},
		"zones that miss a subnet":   {func(a *Args) { a.Zones = a.Zones[:2] }, "zones given: 2, for 3 subnets: give each subnet's zone"},
		"a client without a group":   {func(a *Args) { a.Clients = map[string]pulumi.StringInput{"api": nil} }, `client "api" has no security group`},
		"two problems":               {func(a *Args) { a.Class, a.AccountID = "r5.xlarge", "1" }, "account id \"1\" must be twelve digits\nclass \"r5.xlarge\" must be an RDS instance class such as db.t4g.medium"},
	}
	require.NoError(t, prod().validate())
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			args := prod()
			test.change(&args)
			assert.EqualError(t, args.validate(), test.want)
		})
	}
}
