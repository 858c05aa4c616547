package spec

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"groundwork/internal/window"
)

func TestCronSchedules(t *testing.T) {
	for schedule, fine := range map[string]bool{
		"0 2 * * *": true, "*/5 * * * *": true, "0 9-17 * * 1-5": true, "0 0 1,15 jan-mar mon": true, "5 4 29 2 *": true, "0 0 31 4 1": true,
		"": false, "0 2 * *": false, "60 * * * *": false, "0 24 * * *": false, "0 0 0 * *": false, "0 0 * 13 *": false, "0 0 * * 7": false,
		"*/0 * * * *": false, "5-1 * * * *": false, "a * * * *": false, "@daily": false, "TZ=UTC 0 2 * * *": false, "0 0 30 2 *": false, "1, * * * *": false, "+1 * * * *": false,
	} {
		assert.Equal(t, fine, cronProblem(schedule) == "", "%q: %s", schedule, cronProblem(schedule))
	}
}

func TestWindowsOverlapWhereTheyShareAMinute(t *testing.T) {
	for name, test := range map[string]struct {
		backup, maintenance string
		problems            int
	}{
		"apart":                      {"02:00-03:00", "sun:04:00-sun:05:00", 0},
		"back to back":               {"02:00-03:00", "sun:03:00-sun:04:00", 0},
		"inside":                     {"02:00-05:00", "tue:03:00-tue:04:00", 1},
		"over midnight":              {"23:30-00:30", "mon:00:00-mon:01:00", 1},
		"over the end of the week":   {"23:30-00:30", "sun:23:45-mon:00:15", 1},
		"too short":                  {"02:00-02:20", "sun:04:00-sun:05:00", 1},
		"without days":               {"02:00-03:00", "04:00-05:00", 1},
		"with an hour of the future": {"24:00-25:00", "sun:04:00-sun:05:00", 1},
	} {
		v := &validator{collector: newCollector("file")}
		v.windows(test.backup, test.maintenance)
		assert.Len(t, v.found, test.problems, name)
	}
}

func TestTheSuggestedWindowIsLegalAndApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.IntRange(0, 24*60-1).Draw(t, "from")
		to := (from + rapid.IntRange(30, 12*60).Draw(t, "length")) % (24 * 60)
		backup := fmt.Sprintf("%02d:%02d-%02d:%02d", from/60, from%60, to/60, to%60)
		assert.NoError(t, window.Check(backup, windowAfter(backup), shortestWindow), backup)
	})
}

func TestNamesThatSayTheyHoldASecret(t *testing.T) {
	for name, secret := range map[string]bool{
		"DB_PASSWORD": true, "dbPassword": true, "JWT_SECRET_KEY": true, "GITHUB_TOKEN": true, "STRIPE_API_KEY": true, "stripeApiKey": true, "PRIVATE_KEY": true, "aws-secret-access-key": true,
		"TOKENIZER": false, "KEYBOARD": false, "PASSWORD_MIN_LENGTH": false, "TOKEN_TTL": false, "SECRET_NAME": false, "PUBLIC_KEY": false, "API_URL": false, "": false,
	} {
		assert.Equal(t, secret, looksSecret(name, "value") != "", name)
	}
	assert.Empty(t, looksSecret("DB_PASSWORD", ""), "nothing is no secret")
}

func TestValuesThatAreSecrets(t *testing.T) {
	for value, secret := range map[string]bool{
		"postgres://app:hunter2@db:5432/app": true, "redis://:hunter2@cache": true, "AKIAIOSFODNN7EXAMPLE": true,
		"ghp_0123456789abcdefghij0123456789abcdef": true, "-----BEGIN PRIVATE KEY-----": true, "amqp://u:%zz@host": true,
		"https://example.com/a:b@c": false, "postgres://app@db/app": false, "AKIA": false, "http://user:@host": false,
	} {
		assert.Equal(t, secret, looksSecret("ADDRESS", value) != "", value)
	}
}

func TestKubernetesVersionsAreRefusedFromTheDayExtendedSupportBegins(t *testing.T) {
	check := func(version string, on time.Time) Problems {
		v := &validator{collector: newCollector("file"), sys: &System{}, today: on}
		v.kubernetes(version)
		return v.found
	}
	assert.Empty(t, check("1.34", date(2026, 12, 1)))
	late := check("1.34", date(2026, 12, 2))
	require.Len(t, late, 1)
	assert.Contains(t, late[0].Rule, "438 USD")
	assert.Contains(t, late[0].Instead, "1.35")
	assert.Len(t, check("1.99", date(2026, 12, 1)), 1)
	assert.Len(t, check("1", date(2026, 12, 1)), 1)
	assert.Contains(t, check("1.36", date(2040, 1, 1))[0].Instead, "newer release")
}

func TestTheDefaultKubernetesIsTheNewestKnown(t *testing.T) {
	assert.Equal(t, kubernetesVersions[len(kubernetesVersions)-1].name, defaultKubernetes)
}

func TestMemoryOfDatabaseClasses(t *testing.T) {
	for class, want := range map[string]Bytes{
		"db.t4g.micro": Gi, "db.t3.small": 2 * Gi, "db.t4g.large": 8 * Gi, "db.t3.2xlarge": 32 * Gi,
		"db.m6g.large": 8 * Gi, "db.r5.large": 16 * Gi, "db.r5.xlarge": 32 * Gi, "db.r6g.16xlarge": 512 * Gi,
	} {
		got, ok := classMemory(class)
		assert.True(t, ok, class)
		assert.Equal(t, want, got, class)
	}
	_, ok := classMemory("db.x2g.large")
	assert.False(t, ok)
}

func TestSharedBuffersAboveTheMemoryOfTheClassAreRefused(t *testing.T) {
	problems := problemsOf(t, minimal+"  groundwork:database: {class: db.t4g.medium, parameters: {shared_buffers: 8GB}}\n")
	require.Len(t, problems, 1)
	assert.Contains(t, problems[0].Instead, "1024MB")
}

func TestZonesOfEveryKnownRegionAreEnoughAndUsable(t *testing.T) {
	for _, region := range knownRegions() {
		for _, env := range []Environment{Dev, Staging, Prod} {
			v := &validator{collector: newCollector("file"), sys: &System{Region: region, Network: defaultNetwork(env, region)}}
			v.zones(v.sys.Network.Zones)
			assert.Empty(t, v.found, region)
		}
	}
}
