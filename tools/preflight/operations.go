package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/elasticache"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/servicequotas"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// operation asks, and gives every page of the answer.
type operation func(ctx context.Context, input json.RawMessage) ([]json.RawMessage, error)

// operations are all that may be asked, and all of them read.
func operations(settings aws.Config) map[string]operation {
	all := map[string]operation{}
	for service, calls := range map[string]map[string]operation{
		"ec2":            network(ec2.NewFromConfig(settings)),
		"rds":            databases(rds.NewFromConfig(settings)),
		"elasticache":    caches(elasticache.NewFromConfig(settings)),
		"iam":            roles(iam.NewFromConfig(settings)),
		"s3":             buckets(s3.NewFromConfig(settings)),
		"eks":            clusters(eks.NewFromConfig(settings)),
		"servicequotas":  quotas(servicequotas.NewFromConfig(settings)),
		"kms":            keys(kms.NewFromConfig(settings)),
		"ecr":            images(ecr.NewFromConfig(settings)),
		"sts":            {"GetCallerIdentity": reads(sts.NewFromConfig(settings).GetCallerIdentity)},
		"secretsmanager": {"ListSecrets": reads(secretsmanager.NewFromConfig(settings).ListSecrets)},
		"logs":           logs(cloudwatchlogs.NewFromConfig(settings)),
		"elb":            balancers(elb.NewFromConfig(settings)),
		"cloudfront":     edges(cloudfront.NewFromConfig(settings)),
	} {
		for name, call := range calls {
			all[service+":"+name] = call
		}
	}
	return all
}

func network(c *ec2.Client) map[string]operation {
	return map[string]operation{
		"DescribeRegions":               reads(c.DescribeRegions),
		"DescribeAvailabilityZones":     reads(c.DescribeAvailabilityZones),
		"DescribeAddresses":             reads(c.DescribeAddresses),
		"DescribeVpcs":                  reads(c.DescribeVpcs),
		"DescribeSubnets":               reads(c.DescribeSubnets),
		"DescribeInternetGateways":      reads(c.DescribeInternetGateways),
		"DescribeNatGateways":           reads(c.DescribeNatGateways),
		"DescribeSecurityGroups":        reads(c.DescribeSecurityGroups),
		"DescribeInstances":             reads(c.DescribeInstances),
		"DescribeInstanceTypes":         reads(c.DescribeInstanceTypes),
		"DescribeInstanceTypeOfferings": reads(c.DescribeInstanceTypeOfferings),
		"DescribeLaunchTemplates":       reads(c.DescribeLaunchTemplates),
	}
}

func databases(c *rds.Client) map[string]operation {
	return map[string]operation{
		"DescribeDBInstances":                reads(c.DescribeDBInstances),
		"DescribeDBSnapshots":                reads(c.DescribeDBSnapshots),
		"DescribeDBSubnetGroups":             reads(c.DescribeDBSubnetGroups),
		"DescribeDBParameterGroups":          reads(c.DescribeDBParameterGroups),
		"DescribeDBEngineVersions":           reads(c.DescribeDBEngineVersions),
		"DescribeOrderableDBInstanceOptions": reads(c.DescribeOrderableDBInstanceOptions),
		"ListTagsForResource":                reads(c.ListTagsForResource),
	}
}

func caches(c *elasticache.Client) map[string]operation {
	return map[string]operation{
		"DescribeReplicationGroups":           reads(c.DescribeReplicationGroups),
		"DescribeCacheClusters":               reads(c.DescribeCacheClusters),
		"DescribeCacheEngineVersions":         reads(c.DescribeCacheEngineVersions),
		"DescribeCacheSubnetGroups":           reads(c.DescribeCacheSubnetGroups),
		"DescribeCacheParameterGroups":        reads(c.DescribeCacheParameterGroups),
		"DescribeReservedCacheNodesOfferings": reads(c.DescribeReservedCacheNodesOfferings),
		"DescribeSnapshots":                   reads(c.DescribeSnapshots),
		"ListTagsForResource":                 reads(c.ListTagsForResource),
	}
}

func roles(c *iam.Client) map[string]operation {
	return map[string]operation{
		"GetRole":                    reads(c.GetRole),
		"GetPolicy":                  reads(c.GetPolicy),
		"ListRoles":                  reads(c.ListRoles),
		"ListOpenIDConnectProviders": reads(c.ListOpenIDConnectProviders),
		"GetOpenIDConnectProvider":   reads(c.GetOpenIDConnectProvider),
	}
}

func buckets(c *s3.Client) map[string]operation {
	return map[string]operation{
		"HeadBucket":          reads(c.HeadBucket),
		"GetBucketVersioning": reads(c.GetBucketVersioning),
		"GetBucketTagging":    reads(c.GetBucketTagging),
	}
}

func clusters(c *eks.Client) map[string]operation {
	return map[string]operation{
		"ListClusters":            reads(c.ListClusters),
		"DescribeCluster":         reads(c.DescribeCluster),
		"DescribeClusterVersions": reads(c.DescribeClusterVersions),
		"DescribeAddonVersions":   reads(c.DescribeAddonVersions),
	}
}

func quotas(c *servicequotas.Client) map[string]operation {
	return map[string]operation{
		"GetServiceQuota":                               reads(c.GetServiceQuota),
		"GetAWSDefaultServiceQuota":                     reads(c.GetAWSDefaultServiceQuota),
		"ListRequestedServiceQuotaChangeHistoryByQuota": reads(c.ListRequestedServiceQuotaChangeHistoryByQuota),
	}
}

func keys(c *kms.Client) map[string]operation {
	return map[string]operation{"ListAliases": reads(c.ListAliases), "ListResourceTags": reads(c.ListResourceTags)}
}

func images(c *ecr.Client) map[string]operation {
	return map[string]operation{
		"DescribeRepositories":   reads(c.DescribeRepositories),
		"DescribeImages":         reads(c.DescribeImages),
		"BatchGetImage":          reads(c.BatchGetImage),
		"GetDownloadUrlForLayer": reads(c.GetDownloadUrlForLayer),
		"ListTagsForResource":    reads(c.ListTagsForResource),
	}
}

func logs(c *cloudwatchlogs.Client) map[string]operation {
	return map[string]operation{"DescribeLogGroups": reads(c.DescribeLogGroups), "ListTagsForResource": reads(c.ListTagsForResource)}
}

func balancers(c *elb.Client) map[string]operation {
	return map[string]operation{
		"DescribeLoadBalancers": reads(c.DescribeLoadBalancers),
		"DescribeTargetGroups":  reads(c.DescribeTargetGroups),
		"DescribeTags":          reads(c.DescribeTags),
	}
}

func edges(c *cloudfront.Client) map[string]operation {
	return map[string]operation{"ListDistributions": reads(c.ListDistributions), "ListTagsForResource": reads(c.ListTagsForResource)}
}

// reads makes an operation of a client's method.
func reads[In, Out, Options any](call func(context.Context, *In, ...func(*Options)) (*Out, error)) operation {
	return func(ctx context.Context, input json.RawMessage) ([]json.RawMessage, error) {
		in := new(In)
		if len(input) > 0 {
			if err := json.Unmarshal(input, in); err != nil {
				return nil, fmt.Errorf("reading the input: %w", err)
			}
		}
		var pages []json.RawMessage
		for {
			out, err := call(ctx, in)
			if err != nil {
				return nil, err
			}
			page, err := json.Marshal(out)
			if err != nil {
				return nil, fmt.Errorf("writing the answer: %w", err)
			}
			pages = append(pages, page)
			if !turn(reflect.ValueOf(out).Elem(), reflect.ValueOf(in).Elem()) {
				return pages, nil
			}
		}
	}
}

// turn puts the mark of the next page, which services call by several names, into the
// next call. An answer without one, or with the mark that was asked with, is the last.
// CloudFront's mark stands in the list.
func turn(out, in reflect.Value) bool {
	if list := out.FieldByName("DistributionList"); list.IsValid() && !list.IsNil() {
		out = list.Elem()
	}
	for _, from := range []string{"NextToken", "NextMarker", "Marker"} {
		mark, is := textAt(out, from)
		if !is || mark == "" {
			continue
		}
		for _, to := range []string{"NextToken", "Marker"} {
			if asked, is := textAt(in, to); is || in.FieldByName(to).IsValid() {
				if asked == mark {
					return false
				}
				in.FieldByName(to).Set(reflect.ValueOf(&mark))
				return true
			}
		}
	}
	return false
}

func textAt(value reflect.Value, field string) (string, bool) {
	at := value.FieldByName(field)
	if !at.IsValid() {
		return "", false
	}
	text, is := at.Interface().(*string)
	if !is || text == nil {
		return "", false
	}
	return *text, true
}
