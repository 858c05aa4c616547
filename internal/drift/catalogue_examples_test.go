package drift

import "groundwork/internal/changes"

const (
	readPolicy      = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"*"}]}`
	reorderedPolicy = `{"Statement":{"Resource":["*"],"Action":["s3:ListBucket","s3:GetObject"],"Effect":"Allow"},"Version":"2012-10-17"}`
	widerPolicy     = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:*"],"Resource":"*"}]}`
	trust           = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/ci"},"Action":"sts:AssumeRole"}]}`
	// What AWS shows once the role named above was deleted.
	orphanedTrust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"AROARZPUZDIKHPRWX6QVN"},"Action":"sts:AssumeRole"}]}`
)

var (
	scaling    = object{"scalingConfig": object{"minSize": 3.0, "maxSize": 9.0}}
	fixed      = object{"scalingConfig": object{"minSize": 3.0, "maxSize": 3.0}}
	postgres   = object{"engine": "postgres", "autoMinorVersionUpgrade": true, "maxAllocatedStorage": 500.0}
	web        = object{"metadata": object{"name": "web", "namespace": "shop"}}
	scaler     = other("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", object{"metadata": object{"namespace": "shop"}, "spec": object{"maxReplicas": 8.0, "scaleTargetRef": object{"kind": "Deployment", "name": "web"}}})
	keda       = other("kubernetes:keda.sh/v1alpha1:ScaledObject", object{"metadata": object{"namespace": "shop"}, "spec": object{"maxReplicaCount": 8.0, "scaleTargetRef": object{"name": "web"}}})
	tasks      = other("aws:appautoscaling/target:Target", object{"resourceId": "service/shop/web", "minCapacity": 2.0, "maxCapacity": 6.0})
	fromApp    = other("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", object{"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 5432.0, "toPort": 5432.0, "referencedSecurityGroupId": "sg-app"})
	toAll      = other("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", object{"securityGroupId": "sg-1", "ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"})
	appRule    = object{"protocol": "tcp", "fromPort": 5432.0, "toPort": 5432.0, "securityGroups": []any{"sg-app"}, "cidrBlocks": []any{}}
	worldRule  = object{"protocol": "tcp", "fromPort": 22.0, "toPort": 22.0, "cidrBlocks": []any{"0.0.0.0/0"}}
	nodesRule  = object{"protocol": "tcp", "fromPort": 80.0, "toPort": 80.0, "securityGroups": []any{"sg-lb"}, "description": "elbv2.k8s.aws/targetGroupBinding=shared"}
	route      = other("aws:ec2/route:Route", object{"routeTableId": "rtb-1", "destinationCidrBlock": "0.0.0.0/0", "natGatewayId": "nat-1"})
	toNat      = object{"cidrBlock": "0.0.0.0/0", "natGatewayId": "nat-1", "gatewayId": ""}
	attachment = other("aws:iam/rolePolicyAttachment:RolePolicyAttachment", object{"role": "nodes", "policyArn": "arn:aws:iam::aws:policy/Pull"})
	inline     = other("aws:iam/rolePolicy:RolePolicy", object{"role": "nodes", "name": "boot"})
	gateway    = other("aws:ec2/natGateway:NatGateway", object{"allocationId": "eipalloc-1"})
	versioning = other("aws:s3/bucketVersioningV2:BucketVersioningV2", object{"bucket": "backups"})
	balancer   = other("aws:lb/loadBalancer:LoadBalancer", object{"arn": "arn:lb"})
	replica    = other(rdsInstance, object{"identifier": "db-replica-1"})
)

func with(resources ...changes.Resource) []changes.Resource { return resources }

// harmlessExamples are what people report as noise; see the rules' links.
var harmlessExamples = []example{
	{name: "nodes within the autoscaler's bounds", token: nodeGroup, path: "scalingConfig.desiredSize", before: 3.0, after: 7.0, state: scaling},
	{name: "instances within the autoscaler's bounds", token: "aws:autoscaling/group:Group", path: "desiredCapacity", before: 1.0, after: 2.0, state: object{"minSize": 1, "maxSize": 4}},
	{name: "tasks within a scaling target's bounds", token: "aws:ecs/service:Service", path: "desiredCount", before: 2.0, after: 5.0, state: object{"name": "web"}, others: with(tasks)},
	{name: "the time a database can be restored to", token: rdsInstance, path: "latestRestorableTime", before: "2026-01-01T00:00:00Z", after: "2026-01-01T00:05:00Z"},
	{name: "a database that is being backed up", token: rdsInstance, path: "status", before: "available", after: "backing-up"},
	{name: "storage that grew by itself", token: rdsInstance, path: "allocatedStorage", before: 100.0, after: 110.0, state: postgres},
	{name: "a minor version installed at night", token: rdsInstance, path: "engineVersionActual", before: "16.4", after: "16.10", state: postgres},
	{name: "a minor version of the cache", token: replicationGroup, path: "engineVersionActual", before: "7.1.0", after: "7.1.2", state: object{"engine": "redis", "autoMinorVersionUpgrade": true}},
	{name: "a newer platform of the cluster", token: eksCluster, path: "platformVersion", before: "eks.9", after: "eks.10"},
	{name: "CloudFront's version of the distribution", token: distribution, path: "etag", before: "E3E", after: "E5M"},
	{name: "a distribution on its way to the edges", token: distribution, path: "status", before: "Deployed", after: "InProgress"},
	{name: "a certificate renewed by ACM", token: certificate, path: "notAfter", before: "2026-06-01T00:00:00Z", after: "2027-06-01T00:00:00Z"},
	{name: "a certificate that is being renewed", token: certificate, path: "pendingRenewal", before: false, after: true},
	{name: "the time an add-on was changed", token: "aws:eks/addon:Addon", path: "modifiedAt", before: "2026-06-01T00:00:00Z", after: "2026-06-02T00:00:00Z"},
	{name: "a tag only AWS can set", token: "aws:ec2/instance:Instance", path: `tags["aws:cloudformation:stack-name"]`, after: "x"},
	{name: "EKS marking a subnet", token: "aws:ec2/subnet:Subnet", path: `tags["kubernetes.io/cluster/shop"]`, after: "shared"},
	{name: "a tag told under tags", token: "aws:ec2/subnet:Subnet", path: "tagsAll.Owner", before: "a", after: "b", state: object{"tags": object{"Owner": "a"}}, cloud: object{"tags": object{"Owner": "b"}}},
	{name: "a rule of its own that the group repeats", token: securityGroup, path: "ingress[0]", after: appRule, id: "sg-1", state: object{"ingress": []any{}}, cloud: object{"ingress": []any{appRule, nodesRule}}, others: with(fromApp)},
	{name: "a way out that the group repeats", token: securityGroup, path: "egress", after: []any{}, id: "sg-1", state: object{}, cloud: object{"egress": []any{object{"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": []any{"0.0.0.0/0"}}}}, others: with(toAll)},
	{name: "a route of its own that the table repeats", token: "aws:ec2/routeTable:RouteTable", path: "routes[0]", after: toNat, id: "rtb-1", state: object{"routes": []any{}}, cloud: object{"routes": []any{toNat}}, others: with(route)},
	{name: "an attached policy that the role repeats", token: "aws:iam/role:Role", path: "managedPolicyArns[0]", after: "arn:aws:iam::aws:policy/Pull", id: "nodes", state: object{}, cloud: object{"managedPolicyArns": []any{"arn:aws:iam::aws:policy/Pull"}}, others: with(attachment)},
	{name: "an inline policy that the role repeats", token: "aws:iam/role:Role", path: "inlinePolicies[0]", after: object{"name": "boot", "policy": "{}"}, id: "nodes", state: object{}, cloud: object{"inlinePolicies": []any{object{"name": "boot", "policy": "{}"}}}, others: with(inline)},
	{name: "versioning that the bucket repeats", token: bucket, path: "versionings[0].enabled", before: false, after: true, id: "backups", others: with(versioning)},
	{name: "a declared policy that the secret repeats", token: "aws:secretsmanager/secret:Secret", path: "policy", before: "", after: readPolicy, id: "arn:s", others: with(other("aws:secretsmanager/secretPolicy:SecretPolicy", object{"secretArn": "arn:s"}))},
	{name: "the gateway that an address belongs to", token: "aws:ec2/eip:Eip", path: "networkInterface", before: "", after: "eni-1", id: "eipalloc-1", others: with(gateway)},
	{name: "the load balancer that uses a target group", token: "aws:lb/targetGroup:TargetGroup", path: "loadBalancerArns[0]", after: "arn:lb", state: object{"loadBalancerArns": []any{}}, cloud: object{"loadBalancerArns": []any{"arn:lb"}}, others: with(balancer)},
	{name: "a declared replica", token: rdsInstance, path: "replicas[0]", after: "db-replica-1", state: object{}, cloud: object{"replicas": []any{"db-replica-1"}}, others: with(replica)},
	{name: "pods within an autoscaler's bounds", token: deployment, path: "spec.replicas", before: 2.0, after: 8.0, state: web, others: with(scaler)},
	{name: "pods that KEDA scaled to nothing", token: deployment, path: "spec.replicas", before: 2.0, after: 0.0, state: web, others: with(keda)},
	{name: "a status", token: deployment, path: "status.readyReplicas", before: 2.0, after: 1.0},
	{name: "an object's version", token: "kubernetes:core/v1:Service", path: "metadata.resourceVersion", before: "1", after: "2"},
	{name: "a rollout's number", token: deployment, path: `metadata.annotations["deployment.kubernetes.io/revision"]`, before: "1", after: "2"},
	{name: "a bound claim's note", token: "kubernetes:core/v1:PersistentVolumeClaim", path: `metadata.annotations["pv.kubernetes.io/bind-completed"]`, after: "yes"},
	{name: "a bound claim's volume", token: "kubernetes:core/v1:PersistentVolumeClaim", path: "spec.volumeName", after: "pvc-1"},
	{name: "a used claim's protection", token: "kubernetes:core/v1:PersistentVolumeClaim", path: "metadata.finalizers", after: []any{"kubernetes.io/pvc-protection"}},
	{name: "a namespace's own label", token: "kubernetes:core/v1:Namespace", path: `metadata.labels["kubernetes.io/metadata.name"]`, after: "shop"},
	{name: "the time a record was changed", token: "cloudflare:index/dnsRecord:DnsRecord", path: "modifiedOn", before: "a", after: "b"},
	{name: "a rule's version", token: "cloudflare:index/ruleset:Ruleset", path: "rules[2].version", before: "3", after: "4"},
	{name: "a record's settings, all off", token: "cloudflare:index/dnsRecord:DnsRecord", path: "settings", after: object{"ipv4Only": false, "flattenCname": false}},
	{name: "one setting of a record, off", token: "cloudflare:index/dnsRecord:DnsRecord", path: "settings.ipv4Only", after: false},
	{name: "a policy in another order", token: "aws:iam/rolePolicy:RolePolicy", path: "policy.Statement[0].Action[0]", before: "s3:GetObject", after: "s3:ListBucket", state: object{"policy": readPolicy}, cloud: object{"policy": reorderedPolicy}},
	{name: "a document with other spaces", token: "aws:ecr/lifecyclePolicy:LifecyclePolicy", path: "policyText", before: `{"rules":[1,2]}`, after: "{ \"rules\": [1, 2] }"},
	{name: "null against an empty list", token: "aws:lb/listener:Listener", path: "alpnPolicy", after: []any{}},
	{name: "the same groups in another order", token: rdsInstance, path: "vpcSecurityGroupIds[0]", before: "sg-1", after: "sg-2", state: object{"vpcSecurityGroupIds": []any{"sg-1", "sg-2"}}, cloud: object{"vpcSecurityGroupIds": []any{"sg-2", "sg-1"}}},
	{name: "the same subnets below, in another order", token: eksCluster, path: "vpcConfig.subnetIds[1]", before: "b", after: "a", state: object{"vpcConfig": object{"subnetIds": []any{"a", "b"}}}, cloud: object{"vpcConfig": object{"subnetIds": []any{"b", "a"}}}},
}
