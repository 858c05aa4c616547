package graphs

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"groundwork/internal/engine"
	"groundwork/internal/graph"
)

// identities are the inputs by which the cloud knows a resource of the type: there
// can be one with the same values, whoever declares it. Of a second one the create
// fails; or, where a create is a put, its delete takes the first one along. Each is
// what the provider's page of the type calls its import id.
var identities = map[string]string{
	"aws:cloudwatch/logDelivery:LogDelivery":                               "deliverySourceName deliveryDestinationArn",
	"aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination":         "name",
	"aws:cloudwatch/logDeliverySource:LogDeliverySource":                   "name",
	"aws:cloudwatch/logGroup:LogGroup":                                     "name",
	"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":                    "vpcId",
	"aws:ec2/internetGateway:InternetGateway":                              "vpcId",
	"aws:ec2/managedPrefixList:ManagedPrefixList":                          "name", // of its owner's choice, and ours are found by it
	"aws:ec2/natGateway:NatGateway":                                        "allocationId",
	"aws:ec2/route:Route":                                                  "routeTableId destinationCidrBlock destinationPrefixListId",
	"aws:ec2/routeTableAssociation:RouteTableAssociation":                  "subnetId",
	"aws:ec2/securityGroup:SecurityGroup":                                  "vpcId name",
	"aws:ec2/subnet:Subnet":                                                "vpcId cidrBlock",
	"aws:ec2/vpcEndpoint:VpcEndpoint":                                      "vpcId serviceName",
	"aws:ecr/lifecyclePolicy:LifecyclePolicy":                              "repository",
	"aws:ecr/repository:Repository":                                        "name",
	"aws:eks/addon:Addon":                                                  "clusterName addonName",
	"aws:eks/cluster:Cluster":                                              "name",
	"aws:eks/podIdentityAssociation:PodIdentityAssociation":                "clusterName namespace serviceAccount",
	"aws:elasticache/parameterGroup:ParameterGroup":                        "name",
	"aws:elasticache/replicationGroup:ReplicationGroup":                    "replicationGroupId",
	"aws:elasticache/subnetGroup:SubnetGroup":                              "name",
	"aws:iam/openIdConnectProvider:OpenIdConnectProvider":                  "url",
	"aws:iam/policy:Policy":                                                "name",
	"aws:iam/role:Role":                                                    "name",
	"aws:iam/rolePolicy:RolePolicy":                                        "role name",
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment":                    "role policyArn",
	"aws:kms/alias:Alias":                                                  "name",
	"aws:lb/listener:Listener":                                             "loadBalancerArn port",
	"aws:lb/listenerRule:ListenerRule":                                     "listenerArn priority",
	"aws:lb/loadBalancer:LoadBalancer":                                     "name",
	"aws:lb/targetGroup:TargetGroup":                                       "name",
	"aws:rds/instance:Instance":                                            "identifier",
	"aws:rds/parameterGroup:ParameterGroup":                                "name",
	"aws:rds/subnetGroup:SubnetGroup":                                      "name",
	"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": "bucket",
	"aws:s3/bucketLoggingV2:BucketLoggingV2":                               "bucket",
	"aws:s3/bucketOwnershipControls:BucketOwnershipControls":               "bucket",
	"aws:s3/bucketPolicy:BucketPolicy":                                     "bucket",
	"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock":               "bucket",
	"aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2": "bucket",
	"aws:s3/bucketV2:BucketV2":                                  "bucket",
	"aws:s3/bucketVersioningV2:BucketVersioningV2":              "bucket",
	"aws:secretsmanager/secret:Secret":                          "name",
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule":   "securityGroupId ipProtocol fromPort toPort cidrIpv4 prefixListId referencedSecurityGroupId",
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "securityGroupId ipProtocol fromPort toPort cidrIpv4 prefixListId referencedSecurityGroupId",
	"cloudflare:index/dnsRecord:DnsRecord":                      "zoneId type name content",
	"cloudflare:index/ruleset:Ruleset":                          "zoneId phase",
	"cloudflare:index/zoneSetting:ZoneSetting":                  "zoneId settingId",
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

// declared are the URNs of a program by what the cloud knows them by.
func declared(t *testing.T, recorded *graph.Graph) map[string]resource.URN {
	t.Helper()
	owners := map[string]resource.URN{}
	for _, r := range recorded.Resources {
		id := identity(t, r)
		if id == "" {
			continue
		}
		if first, twice := owners[id]; twice {
			t.Errorf("%s and %s are one and the same to the cloud: %s", first, r.URN, id)
		}
		owners[id] = r.URN
	}
	return owners
}

// switches are sections and their other values, besides those that are taken out.
var switches = []map[string]any{
	{"groundwork:edge": map[string]any{"cdn": map[string]any{"host": "cdn.DOMAIN", "bucket": "static"}}},
	{"groundwork:edge": map[string]any{"cdn": nil}},
	{"groundwork:edge": map[string]any{"waf": nil, "rateLimit": nil}},
	{"groundwork:domain": map[string]any{"manageZone": true, "plan": "pro"}, "groundwork:edge": map[string]any{"waf": true, "rateLimit": "100/s"}},
	{"groundwork:domain": map[string]any{"manageZone": false}, "groundwork:edge": nil},
	{"groundwork:network": map[string]any{"nat": "single"}},
	{"groundwork:network": map[string]any{"nat": "perZone"}},
	{"groundwork:network": map[string]any{"nat": "none", "interfaceEndpoints": true}},
	{"groundwork:network": map[string]any{"flowLogs": 0}},
	{"groundwork:network": map[string]any{"zones": []string{"use1-az1", "use1-az2", "use1-az4"}}},
	{"groundwork:database": map[string]any{"runsOn": "rds"}},
	{"groundwork:database": nil}, {"groundwork:cache": nil},
	{"groundwork:cache": map[string]any{"runsOn": "elasticache"}},
	{"groundwork:startWorkloads": false},
	{"groundwork:protection": false}, {"groundwork:protection": true},
	{"groundwork:services": map[string]any{"web": nil}},
	{"groundwork:services": map[string]any{"worker": nil}},
	{"groundwork:services": map[string]any{"web": map[string]any{"tag": nil, "release": map[string]any{"blue": "1.0.0"}}}},
	{"groundwork:services": map[string]any{"web": map[string]any{"release": nil, "tag": "1.0.0"}}},
	{"groundwork:services": map[string]any{"frontend": map[string]any{"tag": nil, "release": map[string]any{"blue": "1.0.0"}}}},
}

// What the cloud has once has one owner: no program declares it twice, and no switch
// of a section hands it from one resource to another. The engine would create the
// new one before it deletes the old one.
func TestWhatTheCloudHasOnceHasOneOwner(t *testing.T) {
	recorder := graph.NewRecorder()
	for _, stack := range all(t) {
		t.Run(stack.file(), func(t *testing.T) {
			t.Parallel()
			file := stack.stackFile(t)
			before, err := stack.try(t, recorder, file)
			require.NoError(t, err)
			owners, tried := declared(t, before), 0
			if stack.system.Name == "bootstrap" || stack.name == "staging" {
				return // the one has no sections, the other none that dev and prod lack
			}
			for _, change := range switches {
				after, err := stack.try(t, recorder, changed(file, change, domainOf(file)).(map[string]any))
				if err != nil {
					continue // not for this stack: its check refuses it
				}
				tried++
				for id, owner := range declared(t, after) {
					if was, there := owners[id]; there {
						assert.Equal(t, was, owner, "%s\n%v", id, change)
					}
				}
			}
			assert.Greater(t, tried, len(switches)/2, "most switches are legal")
		})
	}
}

func (s stack) stackFile(t *testing.T) map[string]any {
	t.Helper()
	source, err := os.ReadFile(s.system.StackFile(s.name))
	require.NoError(t, err)
	var file struct{ Config map[string]any }
	require.NoError(t, yaml.Unmarshal(source, &file))
	return file.Config
}

func (s stack) try(t *testing.T, recorder *graph.Recorder, config map[string]any) (*graph.Graph, error) {
	t.Helper()
	source, err := yaml.Marshal(map[string]any{"config": config})
	require.NoError(t, err)
	read, err := engine.ReadConfig(source, s.system.Name)
	require.NoError(t, err)
	return recorder.Record(t.Context(), graph.Program{
		Run: s.run, Project: s.system.Name, Stack: s.name, Config: read.Values, Secrets: read.Secrets,
	})
}

func domainOf(file map[string]any) string {
	domain, _ := file["groundwork:domain"].(map[string]any)
	name, _ := domain["name"].(string)
	return name
}

// changed is a value with a change merged in; nil takes a key out.
func changed(value, change any, domain string) any {
	wanted, isMap := change.(map[string]any)
	if !isMap {
		if text, is := change.(string); is {
			return strings.ReplaceAll(text, "DOMAIN", domain)
		}
		return change
	}
	result := map[string]any{}
	if existing, is := value.(map[string]any); is {
		for key, one := range existing {
			result[key] = one
		}
	}
	for key, one := range wanted {
		if one == nil {
			delete(result, key)
			continue
		}
		result[key] = changed(result[key], one, domain)
	}
	return result
}
