package conformance

import (
	"maps"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/aws"
	"groundwork/internal/localcloud/cloudflare"
	"groundwork/internal/localcloud/cloudtest"
	"groundwork/internal/localcloud/facts"
)

// street is a cloud where types live one after the other, among the things that
// most of them name.
type street struct {
	cloud     *cloudtest.Cloud
	providers map[string]*cloudtest.Provider
	sampler   cloudtest.Sampler
	// typ is the type that lives there now.
	typ string
	// known are values by property, or by type and property, "Role.name".
	known map[string]any
}

func newStreet(t *testing.T) *street {
	cloud := cloudtest.Start(t, aws.New(), cloudflare.New())
	s := &street{cloud: cloud, providers: map[string]*cloudtest.Provider{
		"aws": cloud.Provider("aws", Props{"region": "us-east-1"}), "cloudflare": cloud.Provider("cloudflare", Props{}),
	}}
	s.sampler.Known = func(p *facts.Property) (resource.PropertyValue, bool) {
		short := s.typ[strings.LastIndexByte(s.typ, ':')+1:]
		for _, name := range []string{short + "." + p.Name, p.Name} {
			if value, ok := s.known[name]; ok && (p.Container == facts.List || p.Container == facts.Bag) == isList(value) {
				return localcloud.PropsOf(Props{"value": value})["value"], true
			}
		}
		return resource.PropertyValue{}, false
	}
	s.furnish()
	return s
}

func isList(value any) bool {
	_, ok := value.([]string)
	return ok
}

// trusted is a role's trust policy that lets every service take the role.
const trusted = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":` +
	`["eks.amazonaws.com","lambda.amazonaws.com","ec2.amazonaws.com","ecs-tasks.amazonaws.com","rds.amazonaws.com",` +
	`"eks-fargate-pods.amazonaws.com","pods.eks.amazonaws.com","s3.amazonaws.com","monitoring.rds.amazonaws.com",` +
	`"vpc-flow-logs.amazonaws.com"]}}]}`

// furnish makes what most types name.
func (s *street) furnish() {
	make := func(typ string, inputs Props) Made { return s.providers["aws"].Make(typ, "there", inputs) }
	vpc := make("aws:ec2/vpc:Vpc", Props{"cidrBlock": "10.99.0.0/16"})
	gateway := make("aws:ec2/internetGateway:InternetGateway", Props{"vpcId": vpc.ID})
	table := make("aws:ec2/routeTable:RouteTable", Props{"vpcId": vpc.ID})
	subnet := func(block, zone string) string {
		return s.providers["aws"].Make("aws:ec2/subnet:Subnet", zone,
			Props{"vpcId": vpc.ID, "cidrBlock": block, "availabilityZone": zone}).ID
	}
	subnets := []string{subnet("10.99.1.0/24", "us-east-1a"), subnet("10.99.2.0/24", "us-east-1b")}
	group := make("aws:ec2/securityGroup:SecurityGroup", Props{"vpcId": vpc.ID})
	role := make("aws:iam/role:Role", Props{"assumeRolePolicy": trusted})
	bucket := make("aws:s3/bucketV2:BucketV2", Props{})
	logs := make("aws:cloudwatch/logGroup:LogGroup", Props{})
	key := make("aws:kms/key:Key", Props{})
	secret := make("aws:secretsmanager/secret:Secret", Props{})
	user := make("aws:iam/user:User", Props{})
	repository := make("aws:ecr/repository:Repository", Props{})
	policy := make("aws:iam/policy:Policy", Props{"policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`})
	s.known = map[string]any{
		"vpcId": vpc.ID, "gatewayId": gateway.ID, "routeTableId": table.ID,
		"subnetId": subnets[0], "subnetIds": subnets, "subnets": subnets, "vpcSubnetIds": subnets,
		"securityGroupId": group.ID, "securityGroups": []string{group.ID}, "securityGroupIds": []string{group.ID},
		"roleArn": role.Outputs.String("arn"), "Function.role": role.Outputs.String("arn"), "role": role.ID,
		"BucketReplicationConfig.role": role.Outputs.String("arn"), "Role.assumeRolePolicy": trusted,
		"bucket": bucket.ID, "targetBucket": bucket.ID, "logGroupName": logs.ID, "logGroup": logs.ID,
		"keyId": key.ID, "targetKeyId": key.ID, "secretId": secret.ID, "secretArn": secret.ID,
		"user": user.ID, "repository": repository.ID, "policyArn": policy.ID,
	}
	s.furnishServices(make, subnets, vpc.ID)
	for name, value := range besides {
		s.known[name] = value
	}
	for _, typ := range []string{"SecurityGroup", "DefaultSecurityGroup", "TargetGroup"} {
		s.known[typ+".vpcId"] = vpc.ID
	}
	s.known["Group.vpcZoneIdentifiers"] = subnets
}

// furnishServices makes what the types of one service name.
func (s *street) furnishServices(make func(typ string, inputs Props) Made, subnets []string, vpc string) {
	arn := func(made Made) string { return made.Outputs.String("arn") }
	cluster := make("aws:eks/cluster:Cluster", Props{"roleArn": s.known["roleArn"], "vpcConfig": Props{"subnetIds": subnets}})
	containers := make("aws:ecs/cluster:Cluster", Props{})
	files := make("aws:efs/fileSystem:FileSystem", Props{})
	api := make("aws:apigateway/restApi:RestApi", Props{})
	gateway := make("aws:apigatewayv2/api:Api", Props{"protocolType": "HTTP"})
	balancer := make("aws:lb/loadBalancer:LoadBalancer", Props{"subnets": subnets, "internal": true})
	targets := make("aws:lb/targetGroup:TargetGroup", Props{"port": 80, "protocol": "HTTP", "vpcId": vpc})
	listener := make("aws:lb/listener:Listener", Props{
		"loadBalancerArn": arn(balancer), "port": 80, "protocol": "HTTP",
		"defaultActions": []any{Props{"type": "forward", "targetGroupArn": arn(targets)}},
	})
	rule := make("aws:cloudwatch/eventRule:EventRule", Props{"scheduleExpression": "rate(1 day)"})
	volume := make("aws:ebs/volume:Volume", Props{"availabilityZone": "us-east-1a", "size": 1})
	maps.Copy(s.known, map[string]any{
		"clusterName": cluster.ID, "ClusterCapacityProviders.clusterName": containers.Outputs.String("name"),
		"Service.cluster": containers.ID, "fileSystemId": files.ID, "apiId": gateway.ID, "restApi": api.ID,
		"Method.restApi": api.ID, "loadBalancerArn": arn(balancer), "targetGroupArn": arn(targets), "listenerArn": arn(listener),
		"EventTarget.rule": rule.ID, "volumeId": volume.ID, "LoadBalancer.subnets": subnets,
	})
}

// besides are what types need beyond what their schema requires.
var besides = map[string]any{
	"Vpc.cidrBlock": "10.98.0.0/16", "Subnet.cidrBlock": "10.99.7.0/24", "Alias.name": "alias/x",
	"availabilityZone": "us-east-1a", "Listener.port": 81,
	"TargetGroup.port": 80, "TargetGroup.protocol": "HTTP", "NatGateway.connectivityType": "private",
	"SecurityGroupIngressRule.cidrIpv4": "192.0.2.0/24", "SecurityGroupEgressRule.cidrIpv4": "192.0.2.0/24",
	"DnsRecord.type": "A", "DnsRecord.content": "192.0.2.1", "Ruleset.zoneId": zone,
	"ZoneSetting.settingId": "ssl", "ZoneSetting.value": "strict",
}

// inputs are the least inputs of the type that lives here now.
func (s *street) inputs(schema *facts.Resource) localcloud.Props {
	inputs := s.sampler.Inputs(schema)
	for name, value := range s.known {
		typ, property, _ := strings.Cut(name, ".")
		if p := schema.Properties[property]; p != nil && p.Settable() && strings.HasSuffix(s.typ, ":"+typ) && !inputs.Has(property) {
			inputs.Set(property, value)
		}
	}
	return inputs
}
