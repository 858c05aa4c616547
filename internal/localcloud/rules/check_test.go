package rules

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud/facts"
)

func schema(t *testing.T, token string) *facts.Resource {
	t.Helper()
	for _, set := range []*facts.Set{facts.AWS, facts.Cloudflare} {
		if found, ok := set.Resource(token); ok {
			return found
		}
	}
	require.Fail(t, "no such type", token)
	return nil
}

func props(values map[string]any) resource.PropertyMap {
	return resource.NewPropertyMapFromMap(values)
}

type object = map[string]any

func TestCheckNamesPathValueAndRule(t *testing.T) {
	for _, c := range []struct {
		name, token string
		inputs      object
		path, says  string
	}{
		{"an unknown property says the nearest known one", "aws:ec2/vpc:Vpc", object{"cidrBlok": "10.0.0.0/16"}, "cidrBlok", `unknown property "cidrBlok"; the nearest known one is "cidrBlock"`},
		{"an unknown nested property has its path", "aws:eks/cluster:Cluster", object{"roleArn": "arn:aws:iam::1:role/r", "vpcConfig": object{"subnetIds": []any{"a"}, "public": true}}, "vpcConfig.public", "unknown property"},
		{"a missing required property", "aws:ec2/subnet:Subnet", object{"cidrBlock": "10.0.0.0/24"}, "vpcId", "Missing required property 'vpcId'"},
		{"a missing nested one", "aws:eks/cluster:Cluster", object{"roleArn": "arn:aws:iam::1:role/r", "vpcConfig": object{}}, "vpcConfig.subnetIds", "Missing required property"},
		{"a computed property", "aws:ec2/vpc:Vpc", object{"arn": "arn:aws:ec2:::vpc/x"}, "arn", "computed by the provider"},
		{"a wrong type", "aws:ec2/vpc:Vpc", object{"enableDnsSupport": "maybe"}, "enableDnsSupport", `expected true or false, got the string "maybe"`},
		{"a list where an object is wanted", "aws:eks/cluster:Cluster", object{"roleArn": "arn:aws:iam::1:role/r", "vpcConfig": []any{}}, "vpcConfig", "expected an object, got a list"},
		{"a fraction where a whole number is wanted", "aws:rds/instance:Instance", object{"instanceClass": "db.t4g.micro", "allocatedStorage": 1.5}, "allocatedStorage", "expected a whole number, got"},
		{"a value outside an enum", "aws:ec2/vpc:Vpc", object{"instanceTenancy": "shared"}, "instanceTenancy", `expected instance_tenancy to be one of ["dedicated" "default"], got "shared"`},
		{"a number outside its range", "aws:kms/key:Key", object{"deletionWindowInDays": 3}, "deletionWindowInDays", "expected deletion_window_in_days to be in the range (7 - 30), got \"3\""},
		{"one of two alternatives must do", "aws:secretsmanager/secret:Secret", object{"recoveryWindowInDays": 3}, "recoveryWindowInDays", `to be one of ["0"], or expected recovery_window_in_days to be in the range (7 - 30)`},
		{"a text that is too long", "aws:lb/targetGroup:TargetGroup", object{"name": "a-name-that-is-much-longer-than-32-characters"}, "name", "expected length of name to be at most 32"},
		{"a CIDR that is none", "aws:ec2/vpc:Vpc", object{"cidrBlock": "10.0.0.0"}, "cidrBlock", "expected cidr_block to be a valid CIDR Value"},
		{"JSON that is none", "aws:iam/role:Role", object{"assumeRolePolicy": "{"}, "assumeRolePolicy", "to be valid JSON"},
		{"conflicting properties", "aws:ec2/vpc:Vpc", object{"cidrBlock": "10.0.0.0/16", "ipv4NetmaskLength": 16, "ipv4IpamPoolId": "p"}, "cidrBlock", "conflicts with ipv4NetmaskLength"},
		{"a property without its companion", "aws:ec2/vpc:Vpc", object{"ipv4NetmaskLength": 16}, "ipv4NetmaskLength", "must be specified"},
		{"none of exactly one", "aws:route53/record:Record", object{"name": "a", "type": "A", "zoneId": "Z"}, "aliases", "one of `aliases,records` must be specified"},
		{"too many of exactly one", "aws:route53/record:Record", object{"name": "a", "type": "A", "zoneId": "Z", "records": []any{"x"}, "aliases": []any{object{"name": "n", "zoneId": "z", "evaluateTargetHealth": true}}}, "aliases", "only one of"},
		{"an enum of Cloudflare", "cloudflare:index/r2Bucket:R2Bucket", object{"accountId": "a", "name": "n", "location": "eu"}, "location", `Attribute location value must be one of: ["apac"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, failures := Check(Checked{Schema: schema(t, c.token), News: props(c.inputs)})
			for _, failure := range failures {
				if failure.Path == c.path {
					assert.Contains(t, failure.Reason, c.says)
					return
				}
			}
			assert.Fail(t, "not refused", "%v", failures)
		})
	}
}

func TestEveryProblemIsReportedAtOnce(t *testing.T) {
	_, failures := Check(Checked{Schema: schema(t, "aws:ec2/subnet:Subnet"), News: props(object{
		"cidr": "x", "cidrBlock": "y", "mapPublicIpOnLaunch": 7,
	})})
	assert.Len(t, failures, 4)
}

func TestUnknownValuesPassAndSecretsAreNotShown(t *testing.T) {
	inputs := resource.PropertyMap{
		"vpcId": Unknown(), "cidrBlock": Unknown(),
		"availabilityZone": resource.MakeSecret(Unknown()),
	}
	_, failures := Check(Checked{Schema: schema(t, "aws:ec2/subnet:Subnet"), News: inputs})
	assert.Empty(t, failures)
	_, failures = Check(Checked{Schema: schema(t, "aws:ec2/vpc:Vpc"), News: resource.PropertyMap{
		"instanceTenancy": resource.MakeSecret(resource.NewProperty("hush")),
	}})
	require.Len(t, failures, 1)
	assert.NotContains(t, failures[0].Reason, "hush")
}

func TestDefaultsOfAnEarlierCheckAreKept(t *testing.T) {
	s := schema(t, "aws:iam/role:Role")
	name := func(string) (string, error) { return "r-0000000", nil }
	policy := `{"Version":"2012-10-17"}`
	first, failures := Check(Checked{Schema: s, News: props(object{"assumeRolePolicy": policy}), Name: name})
	require.Empty(t, failures)
	first["maxSessionDuration"] = resource.NewProperty(7200.0)
	again, _ := Check(Checked{
		Schema: s, News: props(object{"assumeRolePolicy": policy}), Olds: first,
		Name: func(string) (string, error) { return "r-1111111", nil },
	})
	assert.Equal(t, "r-0000000", again["name"].StringValue())
	assert.Equal(t, 7200.0, again["maxSessionDuration"].NumberValue())
	given, _ := Check(Checked{Schema: s, News: props(object{"assumeRolePolicy": policy, "namePrefix": "p"}), Name: name})
	assert.NotContains(t, given, resource.PropertyKey("name"), "a prefix stands in the name's place")
}

func FuzzNoInputsMakeCheckDiffOrPlanPanic(f *testing.F) {
	tokens := append(facts.AWS.Resources(), facts.Cloudflare.Resources()...)
	f.Add(uint16(0), uint8(0), "x", uint8(0))
	f.Add(uint16(700), uint8(3), "arn", uint8(4))
	f.Fuzz(func(t *testing.T, which uint16, value uint8, text string, second uint8) {
		token := tokens[int(which)%len(tokens)]
		s, ok := facts.AWS.Resource(token)
		if !ok {
			s, _ = facts.Cloudflare.Resource(token)
		}
		a, b := strange(s.Properties, value, text), strange(s.Properties, second, text)
		checkedA, _ := Check(Checked{Schema: s, News: a, Olds: b})
		checkedB, _ := Check(Checked{Schema: s, News: b})
		outputs := Plan(Planned{Schema: s, Inputs: checkedA})
		Diff(Change{Schema: s, OldInputs: checkedA, OldOutputs: outputs, News: checkedB, Unsettles: second%2 == 0})
		Settle(s, outputs, func(string, *facts.Property) (resource.PropertyValue, bool) { return resource.PropertyValue{}, false })
		Project(s, checkedA, outputs, nil)
		Adopt(s, outputs)
	})
}

// strange gives every property a value that seldom fits.
func strange(props facts.Properties, value uint8, text string) resource.PropertyMap {
	out := resource.PropertyMap{}
	i := int(value)
	for _, name := range sortedNames(props) {
		i++
		key := resource.PropertyKey(name)
		switch i % 9 {
		case 0:
			out[key] = resource.NewProperty(text)
		case 1:
			out[key] = resource.NewProperty(float64(i) / 3)
		case 2:
			out[key] = Unknown()
		case 3:
			out[key] = resource.MakeSecret(resource.NewNullProperty())
		case 4:
			out[key] = resource.NewProperty([]resource.PropertyValue{resource.NewProperty(text), Unknown(), resource.NewNullProperty()})
		case 5:
			out[key] = resource.NewProperty(strange(props[name].Nested, value+1, text))
		case 6:
			out[key] = resource.NewProperty([]resource.PropertyValue{resource.NewProperty(strange(props[name].Nested, value+2, text))})
		case 7:
			out[key] = resource.NewProperty(true)
		}
	}
	return out
}
