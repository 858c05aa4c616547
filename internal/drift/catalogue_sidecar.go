package drift

const (
	securityGroup = "aws:ec2/securityGroup:SecurityGroup"
	// defaultSecurityGroup owns all its rules: see repairs.
	defaultSecurityGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
	bucket               = "aws:s3/bucketV2:BucketV2"
	role                 = "aws:iam/role:Role"
)

// sidecarRules are about resources that repeat what other resources of the stack
// declare of them: a group its rules, a role its policies, a bucket its
// configuration. The state has the repetition as it was before those others were
// made, so it differs from the first refresh on. What those others differ in is
// told of them.
var sidecarRules = []rule{{
	types: []string{securityGroup}, paths: []string{"ingress", "egress"}, when: declaredOpenings,
	reason: "the group repeats rules that the stack declares as resources of their own, or that the load balancer controller keeps",
	source: "https://github.com/hashicorp/terraform-provider-aws/issues/29142", resets: true,
}, {
	types: []string{"aws:ec2/routeTable:RouteTable"}, paths: []string{"routes"}, when: declaredRoutes,
	reason: "the table repeats routes that the stack declares as resources of their own",
	source: "https://github.com/pulumi/pulumi-aws/issues/2561",
}, {
	types: []string{"aws:iam/role:Role"}, paths: []string{"managedPolicyArns"}, when: declaredAttachments,
	reason: "the role repeats policies that the stack attaches by resources of their own",
	source: "https://github.com/pulumi/pulumi-aws/issues/2246",
}, {
	types: []string{"aws:iam/role:Role"}, paths: []string{"inlinePolicies"}, when: declaredInlines,
	reason: "the role repeats policies that the stack declares as resources of their own",
	source: "https://github.com/pulumi/pulumi-aws/issues/3837",
}, {
	types:  []string{bucket},
	paths:  []string{"versionings", "serverSideEncryptionConfigurations", "lifecycleRules", "loggings", "policy", "corsRules", "replicationConfigurations", "websites", "grants", "acl"},
	when:   configuredApart,
	reason: "the bucket repeats its configuration, which the stack declares as a resource of its own",
	source: "https://github.com/hashicorp/terraform-provider-aws/issues/24254",
}, {
	types: []string{"aws:secretsmanager/secret:Secret"}, paths: []string{"policy"},
	when: func(d difference) bool {
		return d.known.has("aws:secretsmanager/secretPolicy:SecretPolicy", "secretArn", d.resource.ID)
	},
	reason: "the secret repeats its policy, which the stack declares as a resource of its own",
	source: "https://github.com/hashicorp/terraform-provider-aws/blob/v5.82.2/internal/service/secretsmanager/secret_policy.go",
}, {
	types: []string{"aws:ec2/eip:Eip"}, paths: []string{"associationId", "networkInterface", "privateIp", "privateDns"}, when: ofGateway,
	reason: "the address repeats which NAT gateway of the stack it belongs to",
	source: "https://github.com/pulumi/pulumi/issues/2781",
}, {
	types: []string{"aws:lb/targetGroup:TargetGroup"}, paths: []string{"loadBalancerArns"}, when: allDeclared("arn"),
	reason: "the target group repeats which load balancers of the stack use it",
	source: "https://github.com/pulumi/pulumi-aws/issues/3837",
}, {
	types: []string{rdsInstance}, paths: []string{"replicas"}, when: allDeclared("identifier"),
	reason: "the database repeats which replicas the stack declares of it",
	source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html",
}}

// lists are the two sides of a list that differs: of one item where one was added
// or taken out, whole otherwise.
func (d difference) lists() (before, after []any) {
	if len(d.path) == 2 && (d.property.Before == nil || d.property.After == nil) {
		return itemOrNone(d.property.Before), itemOrNone(d.property.After)
	}
	return list(d.resource.Before[d.root()]), list(d.resource.After[d.root()])
}

func itemOrNone(item any) []any {
	if item == nil {
		return nil
	}
	return []any{item}
}

// sameBut tells whether two sets differ only in what is allowed to.
func sameBut(before, after, allowed map[string]bool) bool {
	for item := range before {
		if !after[item] && !allowed[item] {
			return false
		}
	}
	for item := range after {
		if !before[item] && !allowed[item] {
			return false
		}
	}
	return true
}

// declaredRoutes holds where every route that appeared or vanished is declared.
func declaredRoutes(d difference) bool {
	declared := map[string]bool{}
	for _, one := range d.known.byType["aws:ec2/route:Route"] {
		if text(one.Before["routeTableId"]) == d.resource.ID {
			declared[routeOf(one.Before, "destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")] = true
		}
	}
	before, after := d.lists()
	return sameBut(routesOf(before), routesOf(after), declared)
}

func routesOf(items []any) map[string]bool {
	found := map[string]bool{}
	for _, item := range items {
		found[routeOf(fieldsOf(item), "cidrBlock", "ipv6CidrBlock", "destinationPrefixListId")] = true
	}
	return found
}

// routeOf is where a route leads, in one text.
func routeOf(route map[string]any, destinations ...string) string {
	parts := []any{}
	for _, key := range append(destinations, "gatewayId", "natGatewayId", "vpcEndpointId", "networkInterfaceId", "transitGatewayId", "vpcPeeringConnectionId", "egressOnlyGatewayId") {
		parts = append(parts, text(route[key]))
	}
	return plain(parts)
}

func declaredAttachments(d difference) bool {
	declared := map[string]bool{}
	for _, one := range d.known.byType["aws:iam/rolePolicyAttachment:RolePolicyAttachment"] {
		if text(one.Before["role"]) == d.resource.ID {
			declared[text(one.Before["policyArn"])] = true
		}
	}
	before, after := d.lists()
	return sameBut(texts(before), texts(after), declared)
}

func texts(items []any) map[string]bool {
	found := map[string]bool{}
	for _, item := range items {
		found[text(item)] = true
	}
	return found
}

// declaredInlines compares names only: what is in a policy is told of the
// resource that declares it.
func declaredInlines(d difference) bool {
	declared := map[string]bool{}
	for _, one := range d.known.byType["aws:iam/rolePolicy:RolePolicy"] {
		if text(one.Before["role"]) == d.resource.ID {
			declared[text(one.Before["name"])] = true
		}
	}
	before, after := d.lists()
	return sameBut(named(before, declared), named(after, declared), declared)
}

// named are inline policies by name where the name is declared, whole otherwise.
func named(items []any, declared map[string]bool) map[string]bool {
	found := map[string]bool{}
	for _, item := range items {
		policy := fieldsOf(item)
		if name := text(policy["name"]); declared[name] {
			found[name] = true
		} else if !empty(policy["policy"]) || name != "" {
			found[plain(policy)] = true
		}
	}
	return found
}

// apart are the resources that configure a bucket, by the property of the bucket
// that repeats them.
var apart = map[string]string{
	"versionings":                        "aws:s3/bucketVersioningV2:BucketVersioningV2",
	"serverSideEncryptionConfigurations": "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
	"lifecycleRules":                     "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
	"loggings":                           "aws:s3/bucketLoggingV2:BucketLoggingV2",
	"policy":                             "aws:s3/bucketPolicy:BucketPolicy",
	"corsRules":                          "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2",
	"replicationConfigurations":          "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
	"websites":                           "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
	"grants":                             "aws:s3/bucketAclV2:BucketAclV2",
	"acl":                                "aws:s3/bucketAclV2:BucketAclV2",
}

func configuredApart(d difference) bool {
	return d.known.has(apart[d.root()], "bucket", d.resource.ID)
}

func ofGateway(d difference) bool {
	return d.known.has("aws:ec2/natGateway:NatGateway", "allocationId", d.resource.ID)
}

// allDeclared holds where everything that a list gained or lost is a resource of
// the stack, which has the name at a property of its own.
func allDeclared(names string) func(difference) bool {
	return func(d difference) bool {
		declared := map[string]bool{}
		for _, resources := range d.known.byType {
			for _, one := range resources {
				if name := text(one.Before[names]); name != "" {
					declared[name] = true
				}
			}
		}
		before, after := d.lists()
		return sameBut(texts(before), texts(after), declared)
	}
}
