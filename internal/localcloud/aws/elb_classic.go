package aws

import (
	"maps"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// Errors of the first version of Elastic Load Balancing:
// https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancer.html
var classicLinks = []link{
	{from: classicType, path: "subnets", to: subnetType, missing: refusal{400, "SubnetNotFound", "The subnet ID '%s' does not exist"}},
	{from: classicType, path: "securityGroups", to: groupType, missing: refusal{400, "InvalidSecurityGroup", "The security group '%s' does not exist"}},
	{from: classicType, path: "instances", to: machineType, missing: refusal{400, "InvalidInstance", "Could not find EC2 instance %s."}, loose: true},
}

// classicService is the Classic Load Balancer.
func classicService() service {
	return service{kinds: map[string]localcloud.Kind{
		classicType: {Check: checkClassic, Create: createClassic, Update: again(changeClassic)},
	}}
}

// checkClassic keeps the provider's own rule.
func checkClassic(c *localcloud.Check) {
	checkBalancerName(c)
	for i, listener := range c.Inputs.Maps("listeners") {
		if listener.Has("sslCertificateId") && !listener.Unknown("lbProtocol") && !encrypts(listener) {
			c.Fail("listeners["+number(i)+"]", "ELB Listener: ssl_certificate_id may be set only when protocol is 'https' or 'ssl'")
		}
	}
}

func encrypts(listener localcloud.Props) bool {
	protocol := strings.ToUpper(listener.String("lbProtocol"))
	return protocol == "HTTPS" || protocol == "SSL"
}

func createClassic(tx *localcloud.Tx, balancer *localcloud.Object) error {
	decide(balancer, "internal", false)
	if err := changeClassic(tx, balancer); err != nil {
		return err
	}
	nameByNumber(tx, balancer)
	return nil
}

// changeClassic: a listener that encrypts has a certificate.
// https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_Listener.html
func changeClassic(tx *localcloud.Tx, balancer *localcloud.Object) error {
	for _, listener := range balancer.Outputs.Maps("listeners") {
		if encrypts(listener) && listener.String("sslCertificateId") == "" {
			return tx.Fail(400, "ValidationError", "Secure Listeners need to specify a SSLCertificateId")
		}
	}
	return placeClassic(tx, balancer)
}

// placeClassic: one subnet of each zone, all of one VPC that leads out where
// the load balancer faces the internet.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-backend-instances.html
func placeClassic(tx *localcloud.Tx, balancer *localcloud.Object) error {
	subnets := subnetsOf(tx, balancer.Outputs.Strings("subnets"))
	if len(subnets) == 0 {
		return nil // by zones, in the default VPC
	}
	vpc := subnets[0].String("vpcId")
	for _, subnet := range subnets {
		if subnet.String("vpcId") != vpc {
			return tx.Fail(400, "InvalidConfigurationRequest", "All subnets must belong to the same VPC: %s", vpc)
		}
	}
	inZones := zonesOf(subnets)
	if len(inZones) < len(subnets) {
		return tx.Fail(400, "InvalidConfigurationRequest", "ELB cannot be attached to multiple subnets in the same AZ.")
	}
	if !balancer.Outputs.Bool("internal") && len(tx.Where(gatewayType, "vpcId", vpc)) == 0 {
		return tx.Fail(400, "InvalidSubnet", "VPC %s has no internet gateway", vpc)
	}
	decide(balancer, "availabilityZones", slices.Sorted(maps.Keys(inZones)))
	return balancerGroups(tx, balancer, vpc)
}

// classicsOf are the Classic Load Balancers of a VPC.
func classicsOf(tx *localcloud.Tx, vpc string) []*localcloud.Object {
	var list []*localcloud.Object
	for _, subnet := range tx.Where(subnetType, "vpcId", vpc) {
		list = append(list, tx.Where(classicType, "subnets", subnet.ID)...)
	}
	return list
}
