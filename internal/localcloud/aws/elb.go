package aws

import (
	"regexp"
	"strings"

	"groundwork/internal/localcloud"
)

// Errors of Elastic Load Balancing:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html#API_CreateLoadBalancer_Errors
var (
	noBalancer    = refusal{400, "LoadBalancerNotFound", "Load balancer '%s' not found"}
	noTargetGroup = refusal{400, "TargetGroupNotFound", "Target group '%s' not found"}
	noListener    = refusal{400, "ListenerNotFound", "Listener '%s' not found"}
)

var balancerLinks = []link{
	{from: balancerType, path: "subnets", to: subnetType, missing: refusal{400, "SubnetNotFound", "The subnet ID '%s' does not exist"}},
	{from: balancerType, path: "subnetMappings.*.subnetId", to: subnetType, missing: refusal{400, "SubnetNotFound", "The subnet ID '%s' does not exist"}},
	{from: balancerType, path: "subnetMappings.*.allocationId", to: addressType, missing: refusal{400, "AllocationIdNotFound", "The allocation ID '%s' does not exist"}},
	{from: balancerType, path: "securityGroups", to: groupType, missing: refusal{400, "InvalidSecurityGroup", "The security group '%s' does not exist"}},
	{from: targetGroupType, path: "vpcId", to: vpcType, missing: refusal{400, "ValidationError", "The VPC ID '%s' is not found"}, loose: true},
	{from: attachmentType, path: "targetGroupArn", to: targetGroupType, by: "arn", missing: noTargetGroup, loose: true},
	{from: listenerType, path: "loadBalancerArn", to: balancerType, by: "arn", missing: noBalancer},
	{from: listenerType, path: "defaultActions.*.targetGroupArn", to: targetGroupType, by: "arn", missing: noTargetGroup},
	{from: listenerType, path: "defaultActions.*.forward.targetGroups.*.arn", to: targetGroupType, by: "arn", missing: noTargetGroup},
	{from: listenerRuleType, path: "listenerArn", to: listenerType, by: "arn", missing: noListener},
	{from: listenerRuleType, path: "actions.*.targetGroupArn", to: targetGroupType, by: "arn", missing: noTargetGroup},
	{from: listenerRuleType, path: "actions.*.forward.targetGroups.*.arn", to: targetGroupType, by: "arn", missing: noTargetGroup},
	{from: listenerType, path: "certificateArn", to: certificateType, by: "arn", missing: refusal{400, "CertificateNotFound", "Certificate '%s' not found"}},
	{from: listenerCertificateType, path: "certificateArn", to: certificateType, by: "arn", missing: refusal{400, "CertificateNotFound", "Certificate '%s' not found"}},
	{from: listenerCertificateType, path: "listenerArn", to: listenerType, by: "arn", missing: noListener, loose: true},
	{from: "aws:wafv2/webAclAssociation:WebAclAssociation", path: "resourceArn", to: balancerType, by: "arn", loose: true},
}

// balancerService is the load balancers of the second version.
func balancerService() service {
	return service{kinds: map[string]localcloud.Kind{
		balancerType: {
			Check: checkBalancer, ID: balancerID, Create: createBalancer, Update: updateBalancer, Delete: deleteBalancer,
		},
		targetGroupType: {
			Check: checkTargetGroup, Create: createTargetGroup,
		},
		listenerType: {
			Check: checkListener, ID: listenerID, Name: nameListener,
			Create: createListener, Update: again(createListener), Delete: takesAlong("listenerArn", listenerRuleType),
		},
		attachmentType:          {Create: createAttachment},
		listenerCertificateType: {Create: createListenerCertificate},
		listenerRuleType: {
			Check: checkListenerRule, ID: listenerRuleID, Name: nameListenerRule,
			Create: createListenerRule, Update: again(createListenerRule),
		},
	}}
}

// balancerNames are the rules for names of load balancers and target groups:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
var balancerNames = regexp.MustCompile(`^[0-9A-Za-z]([0-9A-Za-z-]{0,30}[0-9A-Za-z])?$`)

func checkBalancerName(c *localcloud.Check) {
	name := c.Inputs.String("name")
	switch {
	case name == "":
	case len(name) > 32:
		c.Fail("name", "%q cannot be longer than 32 characters: %q", "name", name)
	case !balancerNames.MatchString(name):
		c.Fail("name", "only alphanumeric characters and hyphens allowed in %q, and none at its ends: %q", "name", name)
	case canonical(c.Type) == balancerType && strings.HasPrefix(name, "internal-"):
		c.Fail("name", "%q cannot begin with %q: %q", "name", "internal-", name)
	}
}

// kindsOfBalancer are the names of the types in ARNs.
var kindsOfBalancer = map[string]string{"application": "app", "network": "net", "gateway": "gwy"}

// checkBalancer keeps the provider's own rule.
func checkBalancer(c *localcloud.Check) {
	checkBalancerName(c)
	if c.Inputs.Known("subnets") && c.Inputs.Has("subnetMappings") {
		c.Fail("subnets", "%q: conflicts with %q", "subnets", "subnet_mapping")
	}
	if seconds := c.Inputs.Int("idleTimeout"); c.Inputs.Known("idleTimeout") && (seconds < 1 || seconds > 4000) {
		c.Fail("idleTimeout", "expected idle_timeout to be in the range (1 - 4000), got %d", seconds)
	}
}

func balancerID(tx *localcloud.Tx, balancer *localcloud.Object) string {
	suffix := kindsOfBalancer[balancer.String("loadBalancerType")] + "/" + balancer.String("name") + "/" + tx.Hex(16)
	balancer.Set("arnSuffix", suffix)
	balancer.Set("arn", tx.ARN("elasticloadbalancing", "loadbalancer/"+suffix))
	return balancer.String("arn")
}

// createBalancer follows
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
func createBalancer(tx *localcloud.Tx, balancer *localcloud.Object) error {
	decide(balancer, "internal", false)
	decide(balancer, "ipAddressType", "ipv4")
	subnets, err := balancerSubnets(tx, balancer)
	if err != nil {
		return err
	}
	vpc := subnets[0].String("vpcId")
	if !balancer.Outputs.Bool("internal") && len(tx.Where(gatewayType, "vpcId", vpc)) == 0 {
		return tx.Fail(400, "InvalidSubnet", "VPC %s has no internet gateway", vpc)
	}
	balancer.Set("vpcId", vpc)
	if err := balancerGroups(tx, balancer, vpc); err != nil {
		return err
	}
	if err := checkAccessLogs(tx, balancer); err != nil {
		return err
	}
	nameBalancer(tx, balancer)
	return nil
}

// nameBalancer: network load balancers have names of another form, in zones of
// their own: https://docs.aws.amazon.com/general/latest/gr/elb.html
func nameBalancer(tx *localcloud.Tx, balancer *localcloud.Object) {
	if balancer.String("loadBalancerType") == "network" {
		_, id, _ := strings.Cut(balancer.String("arnSuffix"), "/"+balancer.String("name")+"/")
		balancer.Set("dnsName", balancer.String("name")+"-"+id+".elb."+tx.Region()+".amazonaws.com")
		balancer.Set("zoneId", networkBalancerZones[tx.Region()])
		return
	}
	nameByNumber(tx, balancer)
}

func nameByNumber(tx *localcloud.Tx, balancer *localcloud.Object) {
	host := balancer.String("name") + "-" + number(100000000+tx.Dice().Int(1899999999)) + "." + tx.Region() + ".elb.amazonaws.com"
	if balancer.Outputs.Bool("internal") {
		host = "internal-" + host
	}
	balancer.Set("dnsName", host)
	balancer.Set("zoneId", balancerZones[tx.Region()])
}

func updateBalancer(tx *localcloud.Tx, _, balancer *localcloud.Object) error {
	if _, err := balancerSubnets(tx, balancer); err != nil {
		return err
	}
	return checkAccessLogs(tx, balancer)
}

// balancerSubnets: an application load balancer stands in two zones, and in
// each zone in one subnet.
func balancerSubnets(tx *localcloud.Tx, balancer *localcloud.Object) ([]*localcloud.Object, error) {
	ids := balancer.Outputs.Strings("subnets")
	mapped := valuesAt(balancer.Outputs, "subnetMappings.*.subnetId")
	if len(ids) == 0 {
		ids = mapped
		balancer.Set("subnets", ids)
	}
	subnets := subnetsOf(tx, ids)
	inZones := zonesOf(subnets)
	switch {
	case len(subnets) == 0:
		return nil, tx.Fail(400, "ValidationError", "At least one subnet must be specified")
	case len(inZones) < len(subnets):
		return nil, tx.Fail(400, "InvalidConfigurationRequest", "A load balancer cannot be attached to multiple subnets in the same Availability Zone")
	case len(inZones) < 2 && balancer.String("loadBalancerType") == "application":
		return nil, tx.Fail(400, "ValidationError", "At least two subnets in two different Availability Zones must be specified")
	}
	for _, subnet := range subnets {
		if subnet.String("vpcId") != subnets[0].String("vpcId") {
			return nil, tx.Fail(400, "InvalidConfigurationRequest", "All subnets must belong to the same VPC: %s", subnets[0].String("vpcId"))
		}
	}
	if len(mapped) != len(ids) {
		balancer.Set("subnetMappings", mappings(ids))
	}
	return subnets, roomy(tx, balancer, subnets)
}

func mappings(ids []string) []localcloud.Props {
	var list []localcloud.Props
	for _, id := range ids {
		list = append(list, localcloud.PropsOf(map[string]any{
			"allocationId": "", "ipv6Address": "", "outpostId": "", "privateIpv4Address": "", "subnetId": id,
		}))
	}
	return list
}
