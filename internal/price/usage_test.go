package price_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
	"groundwork/internal/price"
)

func TestTheNetworkCosts(t *testing.T) {
	const balancer, endpoint = "aws:lb/loadBalancer:LoadBalancer", "aws:ec2/vpcEndpoint:VpcEndpoint"
	three := []any{changes.Unknown, changes.Unknown, changes.Unknown}
	for _, test := range []struct {
		name, token, dollars string
		in                   object
		how                  []string
	}{
		{"an address", "aws:ec2/eip:Eip", "3.65", object{"domain": "vpc"}, []string{"public IPv4 address, 730 h"}},
		{"an address of one's own pool is free", "aws:ec2/eip:Eip", "0.00", object{"publicIpv4Pool": "ipv4pool-1"}, nil},
		{"a NAT gateway without its address", "aws:ec2/natGateway:NatGateway", "32.85", object{}, []string{"NAT gateway, 730 h"}},
		{"an interface endpoint in each zone", endpoint, "21.90", object{"vpcEndpointType": "Interface", "subnetIds": three}, []string{"3 x endpoint in a zone, 730 h"}},
		{"a gateway endpoint is free", endpoint, "0.00", object{"vpcEndpointType": "Gateway"}, nil},
		{"an endpoint without a type is a gateway", endpoint, "0.00", object{}, nil},
		{"an application load balancer and an address in each zone", balancer, "27.38", object{"subnets": three}, []string{"application load balancer, 730 h; 3 x public IPv4 address, 730 h"}},
		{"a network load balancer", balancer, "27.38", object{"loadBalancerType": "network", "subnets": three}, []string{"network load balancer, 730 h; 3 x public IPv4 address, 730 h"}},
		{"inside there are no public addresses", balancer, "16.43", object{"internal": true, "subnets": three}, []string{"application load balancer, 730 h"}},
		{"Elastic IPs are counted by themselves", balancer, "16.43", object{"loadBalancerType": "network", "subnetMappings": []any{object{"allocationId": "eipalloc-1"}}}, []string{"network load balancer, 730 h"}},
		{"a classic load balancer", "aws:elb/loadBalancer:LoadBalancer", "25.55", object{"subnets": three[:2]}, []string{"classic load balancer, 730 h; 2 x public IPv4 address, 730 h"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			costs(t, stack(made(test.token, "it", test.in)), test.dollars, test.how...)
		})
	}
	estimate := price.Of(stack(made(balancer, "alb", object{"subnets": changes.Unknown})))
	assert.Equal(t, "at least 16.43", estimate.After.String())
	assert.Equal(t, []string{"alb: in how many zones the load balancer has an address isn't known yet."}, unknown(estimate))
	assertRate(t, estimate, "use of the application load balancer", "0.008", "LCU-hour")
	assertRate(t, estimate, "data to the internet", "0.09", "GB")
	assertUnknown(t, made(endpoint, "e", object{"vpcEndpointType": "Interface", "subnetIds": changes.Unknown}), "in how many zones the endpoint is isn't known yet")
}

func TestSmallThingsCostTheirMonth(t *testing.T) {
	for _, test := range []struct {
		name, token, dollars, how string
		in                        object
	}{
		{"a secret", secret, "0.40", "secret", object{}},
		{"a key", key, "1.00", "key", object{}},
		{"an alarm", "aws:cloudwatch/metricAlarm:MetricAlarm", "0.10", "alarm", object{"period": 300.0}},
		{"an alarm on two metrics", "aws:cloudwatch/metricAlarm:MetricAlarm", "0.20", "2 x alarm", object{"metricQueries": []any{object{"metric": object{}}, object{"metric": object{}}, object{"expression": "a+b"}}}},
		{"a fast alarm", "aws:cloudwatch/metricAlarm:MetricAlarm", "0.30", "alarm", object{"period": 10.0}},
		{"a dashboard", "aws:cloudwatch/dashboard:Dashboard", "3.00", "dashboard", object{}},
		{"a hosted zone", "aws:route53/zone:Zone", "0.50", "hosted zone", object{}},
		{"a web ACL with its rules", "aws:wafv2/webAcl:WebAcl", "7.00", "web ACL; 2 x rule", object{"rules": []any{object{}, object{}}}},
		{"a table with capacity", "aws:dynamodb/table:Table", "2.85", "5 x unit of read capacity, 730 h; 5 x unit of write capacity, 730 h", object{"readCapacity": 5.0, "writeCapacity": 5.0}},
		{"a file system with throughput", "aws:efs/fileSystem:FileSystem", "60.00", "10 MiB/s", object{"throughputMode": "provisioned", "provisionedThroughputInMibps": 10.0}},
	} {
		t.Run(test.name, func(t *testing.T) {
			costs(t, stack(made(test.token, "it", test.in)), test.dollars, test.how)
		})
	}
}

func TestWhatIsBilledByUseIsARateAndNoCost(t *testing.T) {
	for _, test := range []struct {
		token, what, usd, unit string
		in                     object
	}{
		{"aws:s3/bucketV2:BucketV2", "stored", "0.023", "GB-month", object{}},
		{"aws:cloudfront/distribution:Distribution", "data to", "0.085", "GB", object{}},
		{"aws:cloudwatch/logGroup:LogGroup", "written", "0.5", "GB", object{}},
		{"aws:cloudwatch/logGroup:LogGroup", "kept", "0.03", "GB-month", object{}},
		{"aws:ecr/repository:Repository", "images", "0.1", "GB-month", object{}},
		{"aws:efs/fileSystem:FileSystem", "files", "0.3", "GB-month", object{}},
		{"aws:efs/fileSystem:FileSystem", "files", "0.16", "GB-month", object{"availabilityZoneName": "us-east-1a"}},
		{"aws:lambda/function:Function", "calls", "0.2", "million requests", object{}},
		{"aws:lambda/function:Function", "memory", "0.0000133334", "GB-second", object{"architectures": []any{"arm64"}}},
		{"aws:sqs/queue:Queue", "requests", "0.4", "million requests", object{}},
		{"aws:sqs/queue:Queue", "requests", "0.5", "million requests", object{"fifoQueue": true}},
		{"aws:sns/topic:Topic", "messages", "0.5", "million requests", object{}},
		{"aws:dynamodb/table:Table", "reads", "0.125", "million reads", object{"billingMode": "PAY_PER_REQUEST"}},
		{secret, "reads of secrets", "0.05", "10,000 requests", object{}},
		{key, "uses", "0.03", "10,000 requests", object{}},
		{"aws:ec2/natGateway:NatGateway", "through the NAT gateway", "0.045", "GB", object{}},
	} {
		t.Run(test.token+" "+test.what, func(t *testing.T) {
			assertRate(t, price.Of(stack(made(test.token, "it", test.in))), test.what, test.usd, test.unit)
		})
	}
}

func TestWhatControllersMakeIsUnknown(t *testing.T) {
	const reason = "its load balancer is made by a controller in the cluster"
	assertUnknown(t, made("kubernetes:core/v1:Service", "s", object{"spec": object{"type": "LoadBalancer"}}), reason)
	assertUnknown(t, made("kubernetes:networking.k8s.io/v1:Ingress", "i", object{"spec": object{"ingressClassName": "alb"}}), reason)
	assertUnknown(t, made("kubernetes:helm.sh/v3:Release", "r", object{"values": object{"service": object{"type": "LoadBalancer"}}}), "the chart's load balancer is made by a controller in the cluster")
	assertUnknown(t, made("kubernetes:helm.sh/v3:Release", "r", object{"values": object{"server": object{"persistence": object{"enabled": true}}}}), "the chart asks for volumes, and how large they are is the chart's to say")
	assertUnknown(t, made("kubernetes:karpenter.sh/v1:NodePool", "p", object{}), "the cluster starts its machines as it needs them")
	assert.Equal(t, price.Estimate{Region: "us-east-1", Change: price.Known(0, 0)}, price.Of(stack(made("kubernetes:core/v1:Service", "s", object{"spec": object{"type": "ClusterIP"}}))))
}
