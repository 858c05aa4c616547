package graphs

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"

	"groundwork/internal/graph"
)

// identities are the inputs by which the cloud knows a resource of the type: there
// can be one with the same values, whoever declares it. Of a second one the create
// fails; or, where a create is a put, its delete takes the first one along. Each is
// what the provider's page of the type calls its import id.
var identities = map[string]string{
	"aws:budgets/budget:Budget":                                                                  "name",
	"aws:cloudtrail/trail:Trail":                                                                 "name",
	"aws:ebs/encryptionByDefault:EncryptionByDefault":                                            "", // a region has it once
	"aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock":                                   "accountId",
	"aws:cloudwatch/logDelivery:LogDelivery":                                                     "deliverySourceName deliveryDestinationArn",
	"aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination":                               "name",
	"aws:cloudwatch/logDeliverySource:LogDeliverySource":                                         "name",
	"aws:cloudwatch/logGroup:LogGroup":                                                           "name",
	"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":                                          "vpcId",
	"aws:ec2/internetGateway:InternetGateway":                                                    "vpcId",
	"aws:ec2/managedPrefixList:ManagedPrefixList":                                                "name", // of its owner's choice, and ours are found by it
	"aws:ec2/natGateway:NatGateway":                                                              "allocationId",
	"aws:ec2/route:Route":                                                                        "routeTableId destinationCidrBlock destinationPrefixListId",
	"aws:ec2/routeTableAssociation:RouteTableAssociation":                                        "subnetId",
	"aws:ec2/securityGroup:SecurityGroup":                                                        "vpcId name",
	"aws:ec2/subnet:Subnet":                                                                      "vpcId cidrBlock",
	"aws:ec2/vpcEndpoint:VpcEndpoint":                                                            "vpcId serviceName",
	"aws:ecr/lifecyclePolicy:LifecyclePolicy":                                                    "repository",
	"aws:ecr/repository:Repository":                                                              "name",
	"aws:eks/addon:Addon":                                                                        "clusterName addonName",
	"aws:eks/cluster:Cluster":                                                                    "name",
	"aws:eks/podIdentityAssociation:PodIdentityAssociation":                                      "clusterName namespace serviceAccount",
	"aws:elasticache/parameterGroup:ParameterGroup":                                              "name",
	"aws:elasticache/replicationGroup:ReplicationGroup":                                          "replicationGroupId",
	"aws:elasticache/subnetGroup:SubnetGroup":                                                    "name",
	"aws:iam/openIdConnectProvider:OpenIdConnectProvider":                                        "url",
	"aws:iam/policy:Policy":                                                                      "name",
	"aws:iam/role:Role":                                                                          "name",
	"aws:iam/rolePolicy:RolePolicy":                                                              "role name",
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment":                                          "role policyArn",
	"aws:kms/alias:Alias":                                                                        "name",
	"aws:lb/listener:Listener":                                                                   "loadBalancerArn port",
	"aws:lb/listenerRule:ListenerRule":                                                           "listenerArn priority",
	"aws:lb/loadBalancer:LoadBalancer":                                                           "name",
	"aws:lb/targetGroup:TargetGroup":                                                             "name",
	"aws:rds/instance:Instance":                                                                  "identifier",
	"aws:rds/parameterGroup:ParameterGroup":                                                      "name",
	"aws:rds/subnetGroup:SubnetGroup":                                                            "name",
	"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2":                       "bucket",
	"aws:s3/bucketLoggingV2:BucketLoggingV2":                                                     "bucket",
	"aws:s3/bucketOwnershipControls:BucketOwnershipControls":                                     "bucket",
	"aws:s3/bucketPolicy:BucketPolicy":                                                           "bucket",
	"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock":                                     "bucket",
	"aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2": "bucket",
	"aws:s3/bucketV2:BucketV2":                                                                   "bucket",
	"aws:s3/bucketVersioningV2:BucketVersioningV2":                                               "bucket",
	"aws:secretsmanager/secret:Secret":                                                           "name",
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule":                                    "securityGroupId ipProtocol fromPort toPort cidrIpv4 prefixListId referencedSecurityGroupId",
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":                                  "securityGroupId ipProtocol fromPort toPort cidrIpv4 prefixListId referencedSecurityGroupId",
	"cloudflare:index/dnsRecord:DnsRecord":                                                       "zoneId type name content",
	"cloudflare:index/ruleset:Ruleset":                                                           "zoneId phase",
	"cloudflare:index/zoneSetting:ZoneSetting":                                                   "zoneId settingId",
}

// many are types of which the cloud takes any number with the same inputs.
var many = strings.Fields(`
	aws:acm/certificate:Certificate aws:acm/certificateValidation:CertificateValidation
	aws:cloudfront/distribution:Distribution aws:cloudfront/originAccessControl:OriginAccessControl
	aws:ec2/eip:Eip aws:ec2/flowLog:FlowLog aws:ec2/launchTemplate:LaunchTemplate aws:ec2/routeTable:RouteTable aws:ec2/vpc:Vpc
	aws:eks/nodeGroup:NodeGroup aws:kms/key:Key aws:secretsmanager/secretVersion:SecretVersion
	random:index/randomBytes:RandomBytes random:index/randomId:RandomId random:index/randomPassword:RandomPassword`)

// identity is what the cloud knows the resource by, "" where it takes any number.
func identity(t *testing.T, r *graph.Resource) string {
	t.Helper()
	typ := string(r.URN.Type())
	if strings.HasPrefix(typ, "kubernetes:") {
		metadata := r.Inputs["metadata"]
		switch {
		case !metadata.IsObject(): // a release of Helm's
			return strings.Join([]string{typ, shown(r, "namespace"), shown(r, "name")}, " ")
		case metadata.ObjectValue()["name"].ContainsUnknowns(): // it carries the content's hash
			return ""
		}
		return fmt.Sprint(typ, " ", r.Provider.Name(), metadata.ObjectValue()["namespace"], metadata.ObjectValue()["name"])
	}
	keys, known := identities[typ]
	assert.True(t, known || slices.Contains(many, typ) || r.Component || strings.HasPrefix(typ, "pulumi:"), "what does the cloud know a %s by? Say it in identities, or in many", typ)
	if !known {
		return ""
	}
	id := typ
	for key := range strings.FieldsSeq(keys) {
		if key == "name" && (!r.Inputs.HasValue("name") || r.Inputs["name"].ContainsUnknowns()) {
			return "" // the engine or the cloud names it, each time another way
		}
		id += " " + shown(r, key)
	}
	return id
}

// shown is an input's value; one that isn't known yet is where it comes from.
func shown(r *graph.Resource, key string) string {
	value := r.Inputs[resource.PropertyKey(key)]
	if value.ContainsUnknowns() {
		return fmt.Sprint(r.Needs[key])
	}
	return fmt.Sprint(value)
}
