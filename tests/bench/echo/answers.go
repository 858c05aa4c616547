package echo

import (
	"fmt"
	"maps"
	"strings"

	"google.golang.org/protobuf/types/known/structpb"
)

// withAnswers is what was given and, where it is silent, what the table answers;
// of an object that was given, the keys it lacks.
func withAnswers(given *structpb.Struct, answers map[string]any) (*structpb.Struct, error) {
	fields := maps.Clone(given.GetFields())
	if fields == nil {
		fields = map[string]*structpb.Value{}
	}
	for key, answer := range answers {
		value, err := structpb.NewValue(answer)
		if err != nil {
			return nil, fmt.Errorf("answering %q: %w", key, err)
		}
		had, there := fields[key]
		if there && had.GetStructValue() != nil && value.GetStructValue() != nil {
			merged := maps.Clone(value.GetStructValue().GetFields())
			maps.Copy(merged, had.GetStructValue().GetFields())
			value = structpb.NewStructValue(&structpb.Struct{Fields: merged})
		} else if there {
			value = had
		}
		fields[key] = value
	}
	return &structpb.Struct{Fields: fields}, nil
}

// answersOf are the outputs of a resource that a provider would compute and the
// program reads.
func answersOf(typ, name string, inputs *structpb.Struct) map[string]any {
	answers := map[string]any{}
	if service, ok := strings.CutPrefix(typ, "aws:"); ok {
		service, _, _ = strings.Cut(service, "/")
		answers["arn"], answers["name"] = "arn:aws:"+service+":us-east-1:123456789012:"+name, name
	}
	if typ == "aws:acm/certificate:Certificate" {
		answers["domainValidationOptions"] = proofs(inputs)
	}
	maps.Copy(answers, answersByType[typ])
	return answers
}

var answersByType = map[string]map[string]any{
	"aws:ec2/subnet:Subnet": {"availabilityZone": "us-east-1a"},
	"aws:eks/cluster:Cluster": {
		"endpoint":               "https://ABC.gr7.us-east-1.eks.amazonaws.com",
		"certificateAuthority":   map[string]any{"data": "Q0E="},
		"certificateAuthorities": []any{map[string]any{"data": "Q0E="}},
		"identities":             []any{map[string]any{"oidcs": []any{map[string]any{"issuer": "https://oidc.eks.us-east-1.amazonaws.com/id/ABC"}}}},
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

// proofs are the records with which ACM wants a certificate's domains proved.
func proofs(inputs *structpb.Struct) []any {
	domains := []string{inputs.GetFields()["domainName"].GetStringValue()}
	for _, other := range inputs.GetFields()["subjectAlternativeNames"].GetListValue().GetValues() {
		domains = append(domains, other.GetStringValue())
	}
	var records []any
	for _, domain := range domains {
		base := strings.TrimPrefix(domain, "*.")
		records = append(records, map[string]any{
			"domainName":          domain,
			"resourceRecordName":  "_token." + base + ".",
			"resourceRecordType":  "CNAME",
			"resourceRecordValue": "_proof-" + base + ".acm-validations.aws.",
		})
	}
	return records
}

// answersToCalls are the results of data sources, by token.
var answersToCalls = map[string]map[string]any{
	"aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "123456789012", "arn": "arn:aws:iam::123456789012:user/bench", "userId": "AIDA"},
	"aws:index/getRegion:getRegion":                 {"name": "us-east-1", "id": "us-east-1"},
	"aws:index/getPartition:getPartition":           {"partition": "aws", "dnsSuffix": "amazonaws.com"},
	"aws:iam/getPolicyDocument:getPolicyDocument":   {"json": "{}", "minifiedJson": "{}"},
	"cloudflare:index/getIpRanges:getIpRanges":      {"ipv4Cidrs": []any{"173.245.48.0/20", "103.21.244.0/22"}, "ipv6Cidrs": []any{"2400:cb00::/32"}},
}
