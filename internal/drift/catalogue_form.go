package drift

// everything is every type.
var everything = []string{"*"}

// formRules are about values that are written differently and mean the same.
var formRules = []rule{{
	types:  []string{"aws:*"},
	paths:  []string{"policy", "assumeRolePolicy", "accessPolicies", "policyDocument", "keyPolicy", "repositoryPolicy"},
	when:   samePolicy,
	reason: "AWS wrote the policy down in another order; it means the same",
	source: "https://github.com/hashicorp/terraform-provider-aws/issues/22314",
}, {
	types: everything, paths: []string{"*"}, when: sameDocument,
	reason: "the same JSON document, formatted differently",
	source: "https://www.rfc-editor.org/rfc/rfc8259#section-2",
}, {
	types: everything, paths: []string{"*"}, when: bothEmpty,
	reason: "nothing was said, and nothing is said: null against empty",
	source: "https://github.com/pulumi/pulumi-aws/issues/3837",
}, {
	types: []string{"aws:*"},
	paths: []string{
		"securityGroups", "securityGroupIds", "vpcSecurityGroupIds", "subnets", "subnetIds", "routeTableIds",
		"memberClusters", "availabilityZones", "enabledCloudwatchLogsExports", "enabledClusterLogTypes", "aliases",
		"subjectAlternativeNames", "domainValidationOptions", "managedPolicyArns", "vpcConfig.subnetIds",
		"cidrBlocks", "networkInterfaceIds", "entries",
	},
	when:   sameItems,
	reason: "the same items in another order: AWS keeps them as a set",
	source: "https://github.com/pulumi/pulumi/issues/16072",
}}
