package mocks

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// computed is the state of a resource after its creation: its inputs, an arn,
// a name, and per type what programs build on.
func computed(args pulumi.MockResourceArgs) resource.PropertyMap {
	state := args.Inputs.Copy()
	setDefault := func(key resource.PropertyKey, value any) {
		if !state.HasValue(key) {
			state[key] = resource.NewPropertyValue(value)
		}
	}
	if strings.HasPrefix(args.TypeToken, "aws:") {
		service, _, _ := strings.Cut(strings.TrimPrefix(args.TypeToken, "aws:"), "/")
		setDefault("arn", "arn:aws:"+service+":us-east-1:123456789012:"+args.Name)
		setDefault("name", args.Name)
	}
	for key, value := range computedByType[args.TypeToken] {
		setDefault(resource.PropertyKey(key), value)
		addMissing(state[resource.PropertyKey(key)], value)
	}
	return state
}

// addMissing adds to an object of the inputs the keys that the provider
// computes inside it, such as vpcConfig.clusterSecurityGroupId.
func addMissing(given resource.PropertyValue, computed any) {
	keys, ok := computed.(map[string]any)
	if !ok || !given.IsObject() {
		return
	}
	for key, value := range keys {
		if !given.ObjectValue().HasValue(resource.PropertyKey(key)) {
			given.ObjectValue()[resource.PropertyKey(key)] = resource.NewPropertyValue(value)
		}
	}
}

// computedByType holds the outputs of a type that the provider computes. Add
// what a component under test reads.
var computedByType = map[string]map[string]any{
	"aws:acm/certificate:Certificate": {"domainValidationOptions": []any{
		validationOption("stockindicator.com"),
		validationOption("*.stockindicator.com"),
		validationOption("api.stockindicator.com"),
	}},
	"aws:ec2/subnet:Subnet": {"availabilityZone": "us-east-1a"},
	"aws:eks/cluster:Cluster": {
		"endpoint":               "https://ABC.gr7.us-east-1.eks.amazonaws.com",
		"certificateAuthority":   map[string]any{"data": "Q0E="},
		"certificateAuthorities": []any{map[string]any{"data": "Q0E="}},
		"vpcConfig":              map[string]any{"clusterSecurityGroupId": "sg-cluster"},
	},
	"aws:lb/loadBalancer:LoadBalancer":                  {"dnsName": "alb-1.us-east-1.elb.amazonaws.com", "zoneId": "Z35SXDOTRQ7X7K"},
	"aws:rds/instance:Instance":                         {"address": "db.us-east-1.rds.amazonaws.com", "endpoint": "db.us-east-1.rds.amazonaws.com:5432"},
	"aws:elasticache/replicationGroup:ReplicationGroup": {"primaryEndpointAddress": "master.cache.amazonaws.com", "readerEndpointAddress": "replica.cache.amazonaws.com"},
	"aws:cloudfront/distribution:Distribution":          {"domainName": "d111111abcdef8.cloudfront.net"},
	"aws:ecr/repository:Repository":                     {"repositoryUrl": "123456789012.dkr.ecr.us-east-1.amazonaws.com/repo"},
	"random:index/randomPassword:RandomPassword":        {"result": "generated-password-0123456789abcdef"},
	"random:index/randomId:RandomId":                    {"hex": "0badcafe"},
}

// validationOption is the record with which ACM wants a domain proved. As at
// ACM, names end in a dot, and a wildcard has the record of its base.
func validationOption(domain string) map[string]any {
	base := strings.TrimPrefix(domain, "*.")
	return map[string]any{
		"domainName":          domain,
		"resourceRecordName":  "_Token." + base + ".",
		"resourceRecordType":  "CNAME",
		"resourceRecordValue": "_proof-" + base + ".acm-validations.aws.",
	}
}

// callResults holds what invokes answer.
var callResults = map[string]map[string]any{
	"aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "123456789012", "arn": "arn:aws:iam::123456789012:user/test", "userId": "AIDA"},
	"aws:index/getRegion:getRegion":                 {"name": "us-east-1", "id": "us-east-1"},
	"aws:index/getPartition:getPartition":           {"partition": "aws", "dnsSuffix": "amazonaws.com"},
	"aws:iam/getPolicyDocument:getPolicyDocument":   {"json": "{}", "minifiedJson": "{}"},
	"aws:eks/getAddonVersion:getAddonVersion":       {"version": "v1.2.3-eksbuild.4"},
	"cloudflare:index/getIpRanges:getIpRanges":      {"ipv4Cidrs": []any{"173.245.48.0/20", "103.21.244.0/22"}, "ipv6Cidrs": []any{"2400:cb00::/32"}},
}
