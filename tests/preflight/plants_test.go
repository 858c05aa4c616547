package preflight

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// plant is one thing that an account lacks, and the line that has to find it.
type plant struct {
	name  string
	stack string // "" is prod
	plant func(w *world)
	// want is part of what is said, do of what is to be done; "" is nothing wanted.
	want, do string
}

// many are copies of a thing.
func many(count int, thing item) []any { return slices.Repeat([]any{thing}, count) }

var plants = []plant{
	{"a new account's vCPUs", "", func(w *world) { delete(w.account.limits, "L-1216C47A") },
		"vCPUs on demand (A, C, D, H, I, M, R, T, Z): this account may have 5; a first up takes 16, and later up to 96 (36 t3.large at most, and 12 beside them while they are exchanged)",
		"aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-1216C47A --desired-value 96 --region us-east-1"},
	{"vCPUs for the first up and no more", "", func(w *world) { w.account.limits["L-1216C47A"] = 20 },
		"this account may have 20, enough for a first up; later the stack takes up to 96", "--desired-value 96"},
	{"an open request for vCPUs", "", func(w *world) { delete(w.account.limits, "L-1216C47A"); w.account.asked["L-1216C47A"] = 128 },
		"this account may have 5; a first up takes 16", "wait: somebody has asked for 128 already"},
	{"others' machines", "", func(w *world) {
		w.account.limits["L-1216C47A"] = 100
		w.account.add("ec2:DescribeInstances", many(5, instance("running", ""))...)
	}, "enough for a first up; later the stack takes up to 96, beside the 10 that others have", "--desired-value 106"},
	{"machines that are stopped, or at spot prices", "", func(w *world) {
		w.account.limits["L-1216C47A"] = 100
		w.account.add("ec2:DescribeInstances", many(5, instance("stopped", ""))...)
		w.account.add("ec2:DescribeInstances", many(5, instance("running", "spot"))...)
	}, "", ""},
	{"addresses that others have", "", func(w *world) {
		delete(w.account.limits, "L-0263D0A3")
		w.account.add("ec2:DescribeAddresses", many(4, item{"publicIp": "192.0.2.1"})...)
	}, "Elastic IP addresses: this account may have 5; a first up takes 3, beside the 4 that others have", "--quota-code L-0263D0A3 --desired-value 7"},
	{"addresses that the stack has already", "", func(w *world) {
		delete(w.account.limits, "L-0263D0A3")
		w.account.add("ec2:DescribeAddresses", many(3, item{"tagSet": tagList("item", "key", "value", marks("stockindicator", "prod"))})...)
		w.account.add("ec2:DescribeAddresses", many(2, item{"publicIp": "192.0.2.1"})...)
	}, "", ""},
	{"five networks", "", func(w *world) { w.account.add("ec2:DescribeVpcs", many(4, item{"vpcId": "vpc-1"})...) },
		"VPCs: this account may have 5; a first up takes 1, beside the 5 that others have", "--service-code vpc --quota-code L-F678F1CE --desired-value 6"},
	{"five internet gateways", "", func(w *world) {
		w.account.add("ec2:DescribeInternetGateways", many(4, item{"internetGatewayId": "igw-1"})...)
	}, "internet gateways: this account may have 5", "--quota-code L-A4707A72 --desired-value 6"},
	{"NAT gateways in one zone", "", func(w *world) {
		w.account.add("ec2:DescribeNatGateways", many(5, item{"subnetId": "subnet-use1-az2", "state": "available"})...)
		w.account.add("ec2:DescribeNatGateways", many(5, item{"subnetId": "subnet-use1-az1", "state": "deleted"})...)
	}, "NAT gateways in one zone (use1-az2): this account may have 5", "--quota-code L-FE5A380F --desired-value 6"},
	{"no room for a cluster", "", func(w *world) { w.account.limits["L-1194D53C"] = 1; w.account.add("eks:ListClusters", "other") },
		"EKS clusters: this account may have 1", "--service-code eks --quota-code L-1194D53C --desired-value 2"},
	{"no room for databases", "", func(w *world) { w.account.limits["L-7B6409FD"] = 2 }, "RDS instances: this account may have 2; a first up takes 3", "--quota-code L-7B6409FD --desired-value 3"},
	{"no room for their storage", "", func(w *world) { w.account.limits["L-7ADDB58A"] = 1000 }, "GB of RDS storage: this account may have 1000; a first up takes 1500", "--desired-value 1500"},
	{"no room for caches", "", func(w *world) {
		w.account.limits["L-DFE45DF3"] = 3
		w.account.add("elasticache:DescribeCacheClusters", many(2, item{"CacheClusterId": "other", "NumCacheNodes": 1})...)
	}, "ElastiCache nodes: this account may have 3; a first up takes 2, beside the 2 that others have", "--desired-value 4"},
	{"no room for load balancers", "", func(w *world) {
		w.account.limits["L-53DA6B97"] = 4
		w.account.add("elasticloadbalancing:DescribeLoadBalancers", many(4, item{"LoadBalancerName": "other", "Type": "application"})...)
	}, "application load balancers: this account may have 4", "--service-code elasticloadbalancing --quota-code L-53DA6B97 --desired-value 5"},
	{"no room for target groups", "", func(w *world) { w.account.limits["L-B22855CB"] = 1 }, "target groups: this account may have 1", "--quota-code L-B22855CB"},
	{"no room for rules", "", func(w *world) { w.account.limits["L-0EA8095F"] = 20 }, "rules of one security group and direction: this account may have 20; a first up takes 25", "--desired-value 25"},
	{"no room for security groups", "", func(w *world) { w.account.limits["L-E79EC296"] = 2 }, "security groups: this account may have 2", "--quota-code L-E79EC296"},
	{"no room for roles", "", func(w *world) {
		w.account.limits["L-FE177D64"] = 10
		w.account.add("iam:ListRoles", many(8, item{"RoleName": "other"})...)
	}, "IAM roles: this account may have 10", "--service-code iam --quota-code L-FE177D64"},

	{"a bucket's name that the world has", "", func(w *world) { w.account.buckets["stockindicator-prod-logs-"+id] = bucket{foreign: true} },
		"the bucket stockindicator-prod-logs-" + id + " belongs to another account", "choose another name"},
	{"a bucket of somebody else's in the account", "", func(w *world) { w.account.buckets["stockindicator-prod-logs-"+id] = bucket{} },
		"the bucket stockindicator-prod-logs-" + id + " is there, and does not bear this stack's tags", "pulumi import aws:s3/bucketV2:BucketV2"},
	{"a bucket of the stack's own", "", func(w *world) {
		w.account.buckets["stockindicator-prod-logs-"+id] = bucket{tags: marks("stockindicator", "prod")}
	}, "", ""},
	{"a database of another stack's", "", func(w *world) {
		w.account.add("rds:DescribeDBInstances", item{"DBInstanceIdentifier": "stockindicator-prod-db", "AllocatedStorage": 20, "TagList": tagList("Tag", "Key", "Value", marks("shop", "dev"))})
	}, "the database stockindicator-prod-db is there, and is dev's of shop", "aws rds describe-db-instances --db-instance-identifier stockindicator-prod-db"},
	{"a role left over", "", func(w *world) { w.account.add("iam:GetRole", item{"RoleName": "stockindicator-prod-eks-autoscaler"}) },
		"the role stockindicator-prod-eks-autoscaler is there", "aws iam get-role --role-name"},
	{"a role of the stack's own", "", func(w *world) {
		w.account.add("iam:GetRole", item{"RoleName": "stockindicator-prod-eks-autoscaler", "Tags": tagList("member", "Key", "Value", marks("stockindicator", "prod"))})
	}, "", ""},
	{"a repository left over", "", func(w *world) {
		w.account.add("ecr:DescribeRepositories", item{"repositoryName": "stockindicator-prod/api", "repositoryArn": "arn:api"})
	}, "the repository stockindicator-prod/api is there", "aws ecr describe-repositories"},
	{"a log group left over", "", func(w *world) {
		w.account.add("logs:DescribeLogGroups", item{"logGroupName": "/aws/eks/stockindicator-prod/cluster/more", "logGroupArn": "arn:more"}, item{"logGroupName": "/aws/eks/stockindicator-prod/cluster", "logGroupArn": "arn:logs"})
		w.account.add("logs:ListTagsForResource", item{"of": "arn:logs"})
	}, "the log group /aws/eks/stockindicator-prod/cluster is there", "then delete it"},
	{"a log group of the stack's own", "", func(w *world) {
		w.account.add("logs:DescribeLogGroups", item{"logGroupName": "/aws/eks/stockindicator-prod/cluster", "logGroupArn": "arn:logs"})
		w.account.add("logs:ListTagsForResource", item{"of": "arn:logs", "System": "stockindicator", "Environment": "prod", "ManagedBy": "groundwork"})
	}, "", ""},
	{"a key's alias left over", "", func(w *world) {
		w.account.add("kms:ListAliases", many(7, item{"AliasName": "alias/other"})...)
		w.account.add("kms:ListAliases", item{"AliasName": "alias/stockindicator-prod-eks", "TargetKeyId": "key-1"})
	}, "the key's alias alias/stockindicator-prod-eks is there", "aws kms describe-key --key-id alias/stockindicator-prod-eks"},
	{"a cluster of that name", "", func(w *world) { w.account.add("eks:DescribeCluster", item{"name": "stockindicator-prod"}) },
		"the cluster stockindicator-prod is there", "aws eks describe-cluster --name stockindicator-prod"},
	{"a load balancer of that name", "", func(w *world) {
		w.account.add("elasticloadbalancing:DescribeLoadBalancers", item{"LoadBalancerName": "stockindicator-prod", "LoadBalancerArn": "arn:lb", "Type": "application"})
	}, "the load balancer stockindicator-prod is there", "aws elbv2 describe-load-balancers"},
	{"a cache of that name", "", func(w *world) {
		w.account.add("elasticache:DescribeReplicationGroups", item{"ReplicationGroupId": "stockindicator-prod-cache", "ARN": "arn:cache"})
	}, "the cache stockindicator-prod-cache is there", "aws elasticache describe-replication-groups"},

	{"a host that another CDN has", "", func(w *world) {
		w.account.add("cloudfront:ListDistributions", many(4, cdn("other.example.com"))...)
		w.account.add("cloudfront:ListDistributions", cdn("static.stockindicator.com"))
	}, "the CDN's host static.stockindicator.com is there", "aws cloudfront list-distributions"},
	{"a host that the stack's CDN has", "", func(w *world) {
		w.account.add("cloudfront:ListDistributions", cdn("static.stockindicator.com"))
		w.account.add("cloudfront:ListTagsForResource", tagList("Tag", "Key", "Value", marks("stockindicator", "prod")).items...)
	}, "", ""},

	{"a region that is not enabled", "", func(w *world) {
		w.account.lists["ec2:DescribeRegions"] = []any{item{"regionName": "us-east-1", "optInStatus": "not-opted-in"}}
	}, "the region us-east-1 is not enabled in this account (not-opted-in)", "aws account enable-region --region-name us-east-1"},
	{"a zone that the account has not", "", func(w *world) { w.account.without("ec2:DescribeAvailabilityZones", "zoneId", "use1-az4") },
		"this account has no zone use1-az4 in us-east-1", "groundwork:network.zones: use1-az1, use1-az2"},
	{"a machine that a zone has not", "", func(w *world) {
		w.account.lists["ec2:DescribeInstanceTypeOfferings"] = slices.DeleteFunc(w.account.lists["ec2:DescribeInstanceTypeOfferings"], func(thing any) bool {
			return thing.(item)["location"] == "use1-az2"
		})
	}, "t3.large is not offered in use1-az2", "this type is in use1-az1, use1-az3"},
	{"a version that EKS has not", "", func(w *world) { w.account.without("eks:DescribeClusterVersions", "clusterVersion", "1.36") },
		"EKS does not offer version 1.36", "groundwork:compute.eks.version: 1.35"},
	{"a version in extended support", "", func(w *world) {
		w.account.lists["eks:DescribeClusterVersions"][1] = item{"clusterVersion": "1.36", "versionStatus": "EXTENDED_SUPPORT"}
	}, "version 1.36 of EKS is out of standard support", "write a later one"},
	{"an add-on that EKS has not", "", func(w *world) { w.account.without("eks:DescribeAddonVersions", "addonName", "metrics-server") },
		"EKS has no version of the add-on metrics-server for Kubernetes 1.36", "groundwork:compute.eks.version"},
	{"a version that RDS has not", "", func(w *world) {
		w.account.lists["rds:DescribeDBEngineVersions"] = []any{item{"EngineVersion": "15.13"}}
	}, "RDS does not offer postgres 16", "groundwork:database.version"},
	{"a class in one zone only", "", func(w *world) {
		w.account.without("rds:DescribeOrderableDBInstanceOptions", "DBInstanceClass", "db.r5.xlarge")
		w.account.add("rds:DescribeOrderableDBInstanceOptions", orderable("db.r5.xlarge", "b", "c"))
	}, "RDS offers postgres 16 on db.r5.xlarge only in use1-az2, and its standby needs a second", "groundwork:database.class"},
	{"a class that RDS has not", "", func(w *world) {
		w.account.without("rds:DescribeOrderableDBInstanceOptions", "DBInstanceClass", "db.r5.xlarge")
	}, "RDS offers postgres 16 on db.r5.xlarge in none of the stack's zones", "groundwork:database.class"},
	{"a version that ElastiCache has not", "", func(w *world) {
		w.account.without("elasticache:DescribeCacheEngineVersions", "EngineVersion", "7.1")
	}, "ElastiCache does not offer redis 7.1", "groundwork:cache.version: 6.2"},
	{"a size that ElastiCache has not", "", func(w *world) {
		w.account.without("elasticache:DescribeReservedCacheNodesOfferings", "CacheNodeType", "cache.r5.large")
	}, "ElastiCache does not offer cache.r5.large in us-east-1", "groundwork:cache.nodeType"},

	{"no bucket for the state", "", func(w *world) { delete(w.account.buckets, "states") }, "there is no bucket states for the state", "docs/operations.md, 1"},
	{"a state without earlier versions", "", func(w *world) { w.account.buckets["states"] = bucket{} }, "the bucket states for the state keeps no earlier versions", "aws s3api put-bucket-versioning --bucket states"},
	{"a state that is somebody else's", "", func(w *world) { w.account.buckets["states"] = bucket{foreign: true} }, "the bucket states for the state is not open to these credentials", "s3://states?region="},

	{"no such zone", "", func(w *world) { w.zone.gone = true }, "Cloudflare has no zone 0da42c8d2132a9ddaf714f9e7c920711 for this token", "groundwork:domain.zoneId"},
	{"a zone that waits for its name servers", "", func(w *world) { w.zone.status = "pending" }, "the zone stockindicator.com is pending at Cloudflare", "registrar"},
	{"another plan", "", func(w *world) { w.zone.plan = "free" }, "the zone stockindicator.com is on the plan free; the stack file says pro", "groundwork:domain.plan: free"},
	{"a token that reads only", "", func(w *world) { w.zone.permissions = []string{"#zone:read", "#zone_settings:edit"} }, "the Cloudflare token may not edit the zone's DNS", "api-tokens"},
	{"a token that is over", "", func(w *world) { w.zone.token = "expired" }, "the Cloudflare token is expired", "make a new one"},
	{"CAA records without Amazon", "", func(w *world) { w.zone.records[1]["content"] = `0 issue "letsencrypt.org"` }, "the zone's CAA records don't let Amazon issue certificates", `0 issue "amazon.com"`},
	{"a host that points elsewhere", "", func(w *world) {
		w.zone.records = append(w.zone.records, item{"type": "A", "name": "api.stockindicator.com", "content": "192.0.2.7"})
	}, "api.stockindicator.com has a A record already, to 192.0.2.7", "delete it at Cloudflare"},
	{"a host that the stack has", "", func(w *world) {
		w.zone.records = append(w.zone.records, item{"type": "CNAME", "name": "api.stockindicator.com", "content": "lb", "comment": "stockindicator-prod"})
	}, "", ""},
	{"a ruleset made by hand", "", func(w *world) {
		w.zone.rulesets = append(w.zone.rulesets, item{"name": "default", "kind": "zone", "phase": "http_ratelimit"})
	}, `the zone has a ruleset for http_ratelimit already, "default"`, "one for each phase"},
	{"flexible encryption", "dev", func(w *world) { w.zone.ssl = "flexible" }, "the zone's SSL mode is flexible", "Full (strict)"},
	{"flexible encryption, which prod sets", "", func(w *world) { w.zone.ssl = "flexible" }, "", ""},

	{"an image that nobody pushed", "", func(w *world) { w.account.lists["ecr:BatchGetImage"] = nil }, "not pushed yet: stockindicator-prod/api:1.0.0, stockindicator-prod/web:1.0.0", "--stack prod groundwork:startWorkloads false"},
	{"a single image", "", func(w *world) { w.single("amd64") }, "", ""},
	{"a single image for another processor", "", func(w *world) { w.single("arm64") }, "stockindicator-prod/api:1.0.0 is for arm64; the nodes are amd64", "docker buildx build"},
	{"an image for other processors", "", func(w *world) { w.pushFor("1.0.0", "arm64") },
		"stockindicator-prod/api:1.0.0 is for arm64; the nodes are amd64", "docker buildx build --platform linux/amd64"},
}

func cdn(host string) item {
	return item{"ARN": "arn:aws:cloudfront::" + id + ":distribution/E1", "Aliases": item{"Quantity": 1, "Items": list{"CNAME", []any{host}}}}
}

// single is a single image's manifest, and where its configuration lies.
func (w *world) single(processor string) {
	w.account.lists["ecr:BatchGetImage"] = []any{item{"imageTag": "1.0.0", "imageManifest": `{"config":{"digest":"sha256:` + strings.Repeat("0", 64) + `"}}`}}
	w.account.lists["ecr:GetDownloadUrlForLayer"] = []any{"https://layers.example.com/layer/" + processor}
}

func instance(state, lifecycle string) item {
	return item{"instancesSet": list{"item", []any{item{
		"instanceType": "t3.large", "instanceLifecycle": lifecycle, "instanceState": item{"name": state},
		"cpuOptions": item{"coreCount": 1, "threadsPerCore": 2},
	}}}}
}

// pushFor replaces what was pushed by an image for some processors only.
func (w *world) pushFor(tag string, processors ...string) {
	w.account.lists["ecr:BatchGetImage"] = []any{item{"imageTag": tag, "imageManifest": index(processors...)}}
}

// alsoWanted are the wants in all, where one thing means several.
var alsoWanted = map[string]int{"an image for other processors": 2, "a single image for another processor": 2}

func TestEachWantIsFound(t *testing.T) {
	for _, planted := range plants {
		t.Run(planted.name, func(t *testing.T) {
			w := readyFor(t, "stockindicator")
			planted.plant(w)
			stack := planted.stack
			if stack == "" {
				stack = "prod"
			}
			code, report := w.report("stockindicator", stack)
			assert.Empty(t, report.Unseen)
			if planted.want == "" {
				assert.Zero(t, code)
				assert.Empty(t, report.Wants)
				return
			}
			assert.Equal(t, 4, code)
			wants := 1
			if several := alsoWanted[planted.name]; several > 0 {
				wants = several
			}
			require.Len(t, report.Wants, wants, "more than was planted")
			for _, want := range report.Wants {
				if strings.Contains(want.What, planted.want) {
					assert.Contains(t, want.Do, planted.do)
					return
				}
			}
			assert.Fail(t, "it was not found", "%q is none of %q", planted.want, report.Wants)
		})
	}
}

var foreignPlants = []plant{
	{"a public image that is gone", "", func(w *world) { delete(w.registry.images, "library/redis:7.4.6-alpine") }, "there is no image docker.io/library/redis:7.4.6-alpine", "write one that is there"},
	{"a public image for other processors", "", func(w *world) { w.registry.images["apache/airflow:3.3.1"] = []string{"arm64"} }, "docker.io/apache/airflow:3.3.1 is for arm64; the nodes are amd64", "groundwork:compute.eks.nodes.type"},
}

func TestEachWantOfOthersImagesIsFound(t *testing.T) {
	for _, planted := range foreignPlants {
		t.Run(planted.name, func(t *testing.T) {
			w := readyFor(t, "screener")
			planted.plant(w)
			code, report := w.report("screener", "prod")
			assert.Equal(t, 4, code)
			require.Len(t, report.Wants, 1)
			assert.Contains(t, report.Wants[0].What, planted.want)
			assert.Contains(t, report.Wants[0].Do, planted.do)
		})
	}
}

func TestWhatMayNotBeLookedAtIsSaid(t *testing.T) {
	quiet := readyFor(t, "stockindicator")
	_, _ = quiet.report("stockindicator", "prod")
	require.Greater(t, len(quiet.account.calls), 25)
	for name := range quiet.account.calls {
		t.Run(name, func(t *testing.T) {
			w := readyFor(t, "stockindicator")
			w.account.denied[name] = true
			code, report := w.report("stockindicator", "prod")
			if name == "s3:HeadBucket" { // S3 says no more of another account's bucket
				assert.Equal(t, 4, code)
				return
			}
			assert.Equal(t, 1, code)
			assert.Empty(t, report.Wants)
			require.NotEmpty(t, report.Unseen)
			assert.Contains(t, report.Unseen[0].Why, "is not allowed to these credentials")
		})
	}
}

func TestWhatOthersDoNotShowIsSaid(t *testing.T) {
	cases := []struct {
		name, system string
		close        func(w *world)
		what, why    string
	}{
		{"DNS records", "stockindicator", func(w *world) { w.zone.denied["/dns_records"] = true }, "the zone's DNS records", "not allowed"},
		{"rulesets", "stockindicator", func(w *world) { w.zone.denied["/rulesets"] = true }, "the zone's rulesets", "not allowed"},
		{"the zone", "stockindicator", func(w *world) { w.zone.denied[""] = true }, "the Cloudflare zone", "not allowed"},
		{"rights", "stockindicator", func(w *world) { w.zone.permissions = nil }, "what the Cloudflare token may write", "for some tokens only"},
		{"no token", "stockindicator", func(w *world) { w.environment["CLOUDFLARE_API_TOKEN"] = "" }, "the Cloudflare zone", "CLOUDFLARE_API_TOKEN is not set"},
		{"no backend", "stockindicator", func(w *world) { w.environment["PULUMI_BACKEND_URL"] = "" }, "the bucket for the state", "set PULUMI_BACKEND_URL"},
		{"nobody signed in", "stockindicator", func(w *world) { w.environment["AWS_ACCESS_KEY_ID"], w.environment["AWS_SECRET_ACCESS_KEY"] = "", "" }, "the account, and with it everything", "get credentials"},
		{"a profile that is not there", "stockindicator", func(w *world) { w.environment["AWS_PROFILE"] = "none" }, "the account, and with it everything", "failed to get shared config profile, none"},
		{"an image behind a password", "screener", func(w *world) { w.registry.closed["apache/airflow:3.3.1"] = true }, "the image docker.io/apache/airflow:3.3.1", "not told to everybody"},
	}
	for _, hidden := range cases {
		t.Run(hidden.name, func(t *testing.T) {
			w := readyFor(t, hidden.system)
			hidden.close(w)
			code, report := w.report(hidden.system, "prod")
			assert.Equal(t, 1, code)
			require.Len(t, report.Unseen, 1)
			assert.Contains(t, report.Unseen[0].What, hidden.what)
			assert.Contains(t, report.Unseen[0].Why, hidden.why)
		})
	}
}

func TestWhatAnAccountSaysIsNotObeyed(t *testing.T) {
	w := readyFor(t, "stockindicator")
	w.zone.rulesets = append(w.zone.rulesets, item{"name": "x\x1b[2J\ny\u202e", "kind": "zone", "phase": "http_ratelimit"})
	w.zone.records = append(w.zone.records, item{"type": "A", "name": "api.stockindicator.com", "content": "\x1b]0;x\a"})
	code, stdout, _ := w.run("--stack", "prod")
	assert.Equal(t, 4, code)
	assert.NotContains(t, stdout, "\x1b")
	assert.NotContains(t, stdout, "\u202e")
	assert.Contains(t, stdout, "stockindicator/prod in account "+id+", us-east-1: 2 wanted\n")
}

func TestAWrongCommandLineAsksNobody(t *testing.T) {
	w := readyFor(t, "stockindicator")
	for _, arguments := range [][]string{{"--stack", "none"}, {"--system", "none"}, {"more"}} {
		code, _, _ := w.run(arguments...)
		assert.Equal(t, 2, code)
	}
	assert.Empty(t, w.account.calls)
}
