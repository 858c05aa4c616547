package conformance

import (
	"errors"
	"strings"
)

// fresh is a case of one resource alone.
func fresh(name, typ string, inputs Props, refused string) Case {
	return Case{Name: name, Do: creating(typ, inputs), Refused: refused, Evidence: "facts: " + typ}
}

// recorded is a case whose words the real provider was recorded to use.
func recorded(name, typ string, inputs Props, refused string) Case {
	return Case{Name: name, Do: creating(typ, inputs), Refused: refused, Evidence: "recordings: " + typ}
}

// configuring checks the configuration of a provider resource.
func configuring(pkg, name string, config Props) func(*World) error {
	return func(w *World) error {
		failures := w.provider(pkg).CheckConfig(pkg, name, config)
		if len(failures) > 0 {
			return refusal(errors.New(strings.Join(failures, "\n")))
		}
		return nil
	}
}

const (
	vpcToken     = "aws:ec2/vpc:Vpc"
	eksToken     = "aws:eks/cluster:Cluster"
	serviceToken = "aws:ecs/service:Service"
	rulesetToken = "cloudflare:index/ruleset:Ruleset"
	awsConfig    = "https://www.pulumi.com/registry/packages/aws/installation-configuration/"
	cfConfig     = "https://www.pulumi.com/registry/packages/cloudflare/installation-configuration/"
	k8sConfig    = "https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/"
)

func clusterWith(vpcConfig Props) Props {
	return Props{"roleArn": "arn:aws:iam::123456789012:role/r", "vpcConfig": vpcConfig}
}

func rulesetWith(rule Props) Props {
	return Props{"zoneId": zone, "kind": "zone", "name": "x", "phase": "http_request_firewall_custom", "rules": []any{rule}}
}

var schemaCases = []Case{
	fresh("a mistyped property", vpcToken, Props{"cidrBlok": "10.0.0.0/16"}, `unknown property "cidrBlok"; the nearest known one is "cidrBlock". Examine values at 'x.cidrBlok'.`),
	fresh("a mistyped property of a block", eksToken, clusterWith(Props{"subnetIds": []any{"a"}, "endpointPublicAcces": true}), `the nearest known one is "endpointPublicAccess". Examine values at 'x.vpcConfig.endpointPublicAcces'.`),
	fresh("a mistyped property of an item", serviceToken, Props{"loadBalancers": []any{Props{"containerName": "a", "containerPort": 1, "targetGroup": "b"}}}, `Examine values at 'x.loadBalancers[0].targetGroup'.`),
	fresh("a property that the cloud computes", vpcToken, Props{"cidrBlock": "10.0.0.0/16", "mainRouteTableId": "rtb-1"}, `"mainRouteTableId" is computed by the provider and cannot be set`),
	fresh("a required property left out", "aws:ec2/subnet:Subnet", Props{"cidrBlock": "10.0.0.0/24"}, "Missing required property 'vpcId'"),
	fresh("a required property of a block left out", eksToken, clusterWith(Props{}), "Missing required property 'subnetIds'. Examine values at 'x.vpcConfig.subnetIds'."),
	fresh("a required property of an item left out", serviceToken, Props{"loadBalancers": []any{Props{"containerName": "a"}}}, "Missing required property 'containerPort'. Examine values at 'x.loadBalancers[0].containerPort'."),
	fresh("text that is neither true nor false", vpcToken, Props{"cidrBlock": "10.0.0.0/16", "enableDnsSupport": "maybe"}, `expected true or false, got the string "maybe"`),
	fresh("true written as text", vpcToken, Props{"cidrBlock": "10.0.0.0/16", "enableDnsSupport": "true"}, ""),
	fresh("text that is no number", "aws:kms/key:Key", Props{"deletionWindowInDays": "soon"}, `expected a whole number, got the string "soon"`),
	fresh("a number written as text", "aws:kms/key:Key", Props{"deletionWindowInDays": "7"}, ""),
	fresh("half a day", "aws:kms/key:Key", Props{"deletionWindowInDays": 7.5}, `expected a whole number, got "7.5"`),
	fresh("a list instead of a block", eksToken, Props{"roleArn": "arn:aws:iam::123456789012:role/r", "vpcConfig": []any{}}, "expected an object, got a list"),
	fresh("text instead of a list", "aws:ec2/securityGroup:SecurityGroup", Props{"ingress": "all"}, `expected a list, got the string "all"`),
	fresh("text instead of a map", vpcToken, Props{"cidrBlock": "10.0.0.0/16", "tags": "Name"}, `expected a map, got the string "Name"`),
	fresh("a map in a map of strings", vpcToken, Props{"cidrBlock": "10.0.0.0/16", "tags": Props{"Name": Props{}}}, "expected a string, got an object. Examine values at 'x.tags.Name'."),
	fresh("a value that is not legal", vpcToken, Props{"cidrBlock": "10.0.0.0/16", "instanceTenancy": "shared"}, `expected instance_tenancy to be one of ["dedicated" "default"], got "shared"`),
	fresh("a number below its range", "aws:kms/key:Key", Props{"deletionWindowInDays": 6}, `expected deletion_window_in_days to be in the range (7 - 30), got "6"`),
	fresh("a number above its range", "aws:kms/key:Key", Props{"deletionWindowInDays": 31}, `expected deletion_window_in_days to be in the range (7 - 30), got "31"`),
	fresh("the last number of a range", "aws:kms/key:Key", Props{"deletionWindowInDays": 30}, ""),
	fresh("no days at all, which is allowed beside the range", "aws:secretsmanager/secret:Secret", Props{"recoveryWindowInDays": 0}, ""),
	fresh("fewer days than the range", "aws:secretsmanager/secret:Secret", Props{"recoveryWindowInDays": 3}, `to be one of ["0"], or expected recovery_window_in_days to be in the range (7 - 30), got "3"`),
	fresh("a range of addresses without its length", vpcToken, Props{"cidrBlock": "10.0.0.0"}, `expected cidr_block to be a valid CIDR Value, got "10.0.0.0"`),
	fresh("a name that is no ARN", eksToken, Props{"roleArn": "admin", "vpcConfig": Props{"subnetIds": []any{"a"}}}, `expected role_arn to be an ARN (invalid prefix or not enough sections), got "admin"`),
	fresh("a document that is no JSON", "aws:iam/role:Role", Props{"assumeRolePolicy": "{"}, "to be valid JSON"),
	fresh("two that exclude each other", vpcToken, Props{"cidrBlock": "10.0.0.0/16", "ipv4NetmaskLength": 16, "ipv4IpamPoolId": "p"}, `"cidrBlock": conflicts with ipv4NetmaskLength`),
	fresh("one without its companion", vpcToken, Props{"ipv4NetmaskLength": 16}, "all of `ipv4IpamPoolId,ipv4NetmaskLength` must be specified"),
	fresh("none of exactly one", "aws:route53/record:Record", Props{"name": "a", "type": "A", "zoneId": "Z"}, "one of `aliases,records` must be specified"),
	fresh("both of exactly one", "aws:route53/record:Record", Props{"name": "a", "type": "A", "zoneId": "Z", "records": []any{"x"}, "aliases": []any{Props{"name": "n", "zoneId": "z", "evaluateTargetHealth": true}}}, "only one of `aliases,records` can be specified, but `aliases,records` were specified"),
	fresh("a property by the SDK's name, newer than the schema", "aws:apigateway/vpcLink:VpcLink", Props{"targetArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/a/b"}, ""),
	recorded("an illegal value, in the plugin framework's words", "cloudflare:index/zoneDnssec:ZoneDnssec", Props{"zoneId": zone, "status": "on"}, `Invalid Attribute Value Match. Attribute status value must be one of: ["active" "disabled"], got: "on"`),
	recorded("an illegal value in an item of a list", rulesetToken, rulesetWith(Props{"expression": "true", "action": "allow"}), "Invalid Attribute Value Match. Attribute rules[0].action value must be one of: "),
	recorded("a number out of a nested range", rulesetToken, rulesetWith(Props{"expression": "true", "action": "block", "actionParameters": Props{"response": Props{"statusCode": 200, "content": "x", "contentType": "text/plain"}}}), "Invalid Attribute Value. Attribute rules[0].action_parameters.response.status_code value must be between 400 and 499, got: 200"),
	recorded("an illegal value in a map", "cloudflare:index/pagesProject:PagesProject", Props{"accountId": zone, "name": "x", "productionBranch": "main", "deploymentConfigs": Props{"production": Props{"envVars": Props{"A": Props{"type": "plain", "value": "x"}}}}}, `Attribute deployment_configs.production.env_vars["A"].type value must be one of`),
	recorded("a value that cannot be kept", "cloudflare:index/zeroTrustAccessIdentityProvider:ZeroTrustAccessIdentityProvider", Props{"accountId": zone, "name": "x", "type": "github", "config": Props{"clientId": "abc", "clientSecret": "hush"}}, "WriteOnly Attribute Not Allowed. The resource contains a non-null value for WriteOnly attribute config.client_secret"),
	recorded("two that exclude each other, in the plugin framework's words", dnsRecord, with(dnsInputs("x.example.com", "CAA", `0 issue "x"`), Props{"data": Props{"flags": 0, "tag": "issue", "value": "x"}}), `Invalid Attribute Combination. Attribute "content" cannot be specified when "data" is specified`),
	{Name: "a mistyped setting of a stack", Do: configuring("aws", "default_6_83_2", Props{"region": "us-east-1", "regoin": "us-west-2"}), Refused: "`aws:regoin` is not a valid configuration key for the aws provider", Evidence: awsConfig},
	{Name: "a mistyped setting names the nearest one", Do: configuring("aws", "default_6_83_2", Props{"regoin": "us-west-2"}), Refused: "The nearest known key is `aws:region`.", Evidence: awsConfig},
	{Name: "a mistyped input of a provider", Do: configuring("aws", "west", Props{"region": "us-west-2", "profil": "x"}), Refused: `unknown property "profil"; the nearest known one is "profile". Examine values at 'west.profil'.`, Evidence: awsConfig},
	{Name: "a mistyped property of a provider's block", Do: configuring("aws", "west", Props{"region": "us-west-2", "assumeRole": Props{"roleAnr": "x"}}), Refused: `the nearest known one is "roleArn". Examine values at 'west.assumeRole.roleAnr'.`, Evidence: awsConfig},
	{Name: "a region that does not exist", Do: configuring("aws", "west", Props{"region": "us-wets-2"}), Refused: `invalid AWS Region: "us-wets-2"`, Evidence: awsConfig},
	{Name: "settings that there are", Do: configuring("aws", "west", Props{"region": "us-west-2", "defaultTags": `{"tags":{"a":"b"}}`, "maxRetries": "3", "version": "6.83.2"}), Evidence: awsConfig},
	{Name: "a zone as a setting of Cloudflare", Do: configuring("cloudflare", "default_6_4_1", Props{"zoneId": zone}), Refused: "`cloudflare:zoneId` is not a valid configuration key", Evidence: cfConfig},
	{Name: "a token of Cloudflare", Do: configuring("cloudflare", "default_6_4_1", Props{"apiToken": "t"}), Evidence: cfConfig},
	{Name: "a mistyped setting of Kubernetes", Do: configuring("kubernetes", "default_4_30_0", Props{"namespce": "x"}), Refused: "The nearest known key is `kubernetes:namespace`.", Evidence: k8sConfig},
}
