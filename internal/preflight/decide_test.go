package preflight

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var ours = map[string]string{"System": "shop", "Environment": "prod", "ManagedBy": "groundwork"}

func TestANameIsFreeOrOurs(t *testing.T) {
	stack := Stack{Marks: ours}
	role := claim{namedKinds[6], "shop-prod-api", "api"}
	cases := []struct {
		name string
		has  holder
		want string
	}{
		{"free", holder{}, ""},
		{"ours", holder{there: true, tags: ours}, ""},
		{"of another environment", holder{there: true, tags: map[string]string{"System": "shop", "Environment": "dev", "ManagedBy": "groundwork"}}, "the role shop-prod-api is there, and is dev's of shop"},
		{"nobody's", holder{there: true}, "the role shop-prod-api is there, and does not bear this stack's tags"},
		{"foreign, whatever its tags", holder{there: true, foreign: true, tags: ours}, "the role shop-prod-api belongs to another account, or may not be looked at"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			wants := nameWants(stack, role, c.has)
			if c.want == "" {
				assert.Empty(t, wants)
				return
			}
			require.Len(t, wants, 1)
			assert.Equal(t, c.want, wants[0].What)
		})
	}
	assert.NotEmpty(t, nameWants(Stack{}, role, holder{there: true}), "a stack without marks owns nothing")
}

func TestNamesCarryTheRealAccount(t *testing.T) {
	stack := Stack{Resources: []Resource{{Type: bucketType, Inputs: map[string]any{"bucket": "logs-" + planned, "list": []any{map[string]any{"arn": "a:" + planned}}}}}}
	there := stack.in("210987654321")
	assert.Equal(t, "logs-210987654321", there.Resources[0].text("bucket"))
	assert.Equal(t, "a:210987654321", there.Resources[0].text("list.0.arn"))
	assert.Equal(t, "logs-"+planned, stack.Resources[0].text("bucket"), "the plan stays as it is")
}

func TestADatabaseNeedsItsClassInItsZones(t *testing.T) {
	there := []zone{{ZoneId: "use1-az1", ZoneName: "us-east-1a"}, {ZoneId: "use1-az2", ZoneName: "us-east-1b"}}
	offer := func(multi bool, storage string, zones ...string) orderable {
		one := orderable{MultiAZCapable: multi, StorageType: storage}
		for _, name := range zones {
			one.AvailabilityZones = append(one.AvailabilityZones, struct{ Name string }{name})
		}
		return one
	}
	single := Resource{Inputs: map[string]any{"storageType": "gp3"}}
	multi := Resource{Inputs: map[string]any{"storageType": "gp3", "multiAz": true}}
	cases := []struct {
		name     string
		instance Resource
		offers   []orderable
		want     string
	}{
		{"one zone is enough for one", single, []orderable{offer(false, "gp3", "us-east-1b")}, ""},
		{"a standby needs two", multi, []orderable{offer(true, "gp3", "us-east-1b")}, "RDS offers x only in use1-az2, and its standby needs a second"},
		{"two", multi, []orderable{offer(true, "gp3", "us-east-1a", "us-east-1b")}, ""},
		{"other storage", single, []orderable{offer(true, "io1", "us-east-1a")}, "RDS offers x in none of the stack's zones"},
		{"no standby of this class", multi, []orderable{offer(false, "gp3", "us-east-1a", "us-east-1b")}, "RDS offers x only in use1-az1, use1-az2, and its standby needs a second"},
		{"zones that are not the stack's", single, []orderable{offer(true, "gp3", "us-east-1f")}, "RDS offers x in none of the stack's zones"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			wants := databaseWants(c.instance, "x", []string{"use1-az1", "use1-az2"}, there, c.offers)
			if c.want == "" {
				assert.Empty(t, wants)
				return
			}
			require.Len(t, wants, 1)
			assert.Equal(t, c.want, wants[0].What)
		})
	}
}

func TestAnyOfAmazonsNamesLetsItIssue(t *testing.T) {
	stack := Stack{Resources: []Resource{{Type: "aws:acm/certificate:Certificate"}}}
	caa := func(content string) []record { return []record{{Type: "CAA", Content: content}} }
	for _, content := range []string{`0 issue "amazon.com"`, `0 issue "amazontrust.com"`, `0 issue "awstrust.com"`, `0 issue "amazonaws.com"`, `0 iodef "mailto:x@y.z"`} {
		assert.Empty(t, recordWants(stack, caa(content)), content)
	}
	assert.NotEmpty(t, recordWants(stack, caa(`0 issue "letsencrypt.org"`)))
	assert.NotEmpty(t, recordWants(stack, caa(`0 issue ";"`)))
	assert.Empty(t, recordWants(Stack{}, caa(`0 issue ";"`)), "nothing of this stack needs a certificate of Amazon's")
}

func TestAnImagesNameIsReadAsDockerDoes(t *testing.T) {
	digest := "sha256:" + strings.Repeat("0a", 32)
	for image, want := range map[string]place{
		"nginx":                            {"registry-1.docker.io", "library/nginx", "latest"},
		"docker.io/library/redis:7.4":      {"registry-1.docker.io", "library/redis", "7.4"},
		"apache/airflow:3.3.1":             {"registry-1.docker.io", "apache/airflow", "3.3.1"},
		"public.ecr.aws/aws-cli/aws-cli:2": {"public.ecr.aws", "aws-cli/aws-cli", "2"},
		"localhost:5000/a:1":               {"localhost:5000", "a", "1"},
		"quay.io/a/b:1.2@" + digest:        {"quay.io", "a/b", digest},
		"ghcr.io/a/b/c@" + digest:          {"ghcr.io", "a/b/c", digest},
	} {
		got, err := placeOf(image)
		require.NoError(t, err, image)
		assert.Equal(t, want, got, image)
	}
	for _, image := range []string{"../x", "UPPER/x:1", "a/b:../../x", "a/b@sha256:1"} {
		_, err := placeOf(image)
		assert.Error(t, err, image)
	}
}

func TestProcessorsAreThoseOfLinux(t *testing.T) {
	found, known := processorsIn([]byte(`{"manifests":[{"platform":{"architecture":"amd64","os":"linux"}},{"platform":{"architecture":"amd64","os":"windows"}},{"platform":{"architecture":"unknown","os":"unknown"}}]}`))
	assert.True(t, known)
	assert.Equal(t, []string{"amd64"}, found)
	_, known = processorsIn([]byte(`{"config":{"digest":"sha256:0"}}`))
	assert.False(t, known)
}

func TestTheStateIsInABucketOrItIsNot(t *testing.T) {
	bucket, ours, err := bucketOf("s3://states?region=eu-west-1&awssdk=v2", "us-east-1")
	require.NoError(t, err)
	assert.True(t, ours)
	assert.Equal(t, stateBucket{name: "states", region: "eu-west-1"}, bucket)
	_, ours, err = bucketOf("https://api.pulumi.com", "us-east-1")
	require.NoError(t, err)
	assert.False(t, ours)
	for _, wrong := range []string{"", "s3://%zz"} {
		_, _, err = bucketOf(wrong, "us-east-1")
		assert.Error(t, err)
	}
}

func TestARefusalIsNotAnAbsence(t *testing.T) {
	assert.True(t, absent(&Refusal{Code: "NoSuchEntity", Status: 404}))
	assert.True(t, absent(&Refusal{Status: 404}))
	assert.False(t, absent(&Refusal{Code: "AccessDenied", Status: 403}))
	assert.False(t, absent(errors.New("no route to host")))
	assert.Equal(t, "iam:GetRole is not allowed to these credentials (AccessDenied)", reason(&Refusal{Operation: "iam:GetRole", Code: "AccessDenied", Status: 403}))
	assert.Equal(t, "iam:GetRole: Throttling: slow down", reason(&Refusal{Operation: "iam:GetRole", Code: "Throttling", Message: "slow down", Status: 400}))
}

func TestAReportSaysWhatWasNotLookedAt(t *testing.T) {
	report := Report{System: "shop", Stack: "prod", Account: "1", Region: "us-east-1", Wants: []Want{{"quota", "VPCs\nof  others", "do"}}, Unseen: []Unseen{{"zone", "why"}}, Seen: []string{"roles"}}
	assert.Equal(t, "shop/prod in account 1, us-east-1: 1 wanted, 1 not looked at\n  quota: VPCs of others\n      do\n  not looked at: zone: why\n  fine: roles\n", report.Text())
	report.Account = ""
	assert.Contains(t, report.Text(), "shop/prod in us-east-1: not looked at\n")
}

func TestAVersionStandsForItsNewestRelease(t *testing.T) {
	offered := []string{"15.13", "16.9", "16.10", "16.8", "17.1", "161.1"}
	assert.Equal(t, "16.10", newestOf("16", offered))
	assert.Equal(t, "16.9", newestOf("16.9", offered))
	assert.Empty(t, newestOf("18", offered))
	assert.Empty(t, newestOf("1", offered))
}
