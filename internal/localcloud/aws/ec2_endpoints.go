package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

var endpointLinks = []link{
	{from: endpointType, path: "vpcId", to: vpcType, missing: noVPC},
	{from: endpointType, path: "subnetIds", to: subnetType, missing: noSubnet},
	{from: endpointType, path: "securityGroupIds", to: groupType, missing: noGroup},
	{from: endpointType, path: "routeTableIds", to: routeTableType, missing: noRouteTable, loose: true},
}

// endpointService is private ways to AWS's services.
func endpointService() service {
	return service{kinds: map[string]localcloud.Kind{
		endpointType: {Create: createEndpoint, Update: again(checkEndpointSubnets)},
	}}
}

// gatewayServices have gateway endpoints:
// https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
var gatewayServices = []string{"s3", "dynamodb"}

// createEndpoint follows https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
func createEndpoint(tx *localcloud.Tx, endpoint *localcloud.Object) error {
	name := endpoint.String("serviceName")
	short, ours := strings.CutPrefix(name, "com.amazonaws."+tx.Region()+".")
	if !ours && !strings.HasPrefix(name, "com.amazonaws.vpce."+tx.Region()) && !strings.HasPrefix(name, "aws.") {
		return tx.Fail(400, "InvalidServiceName", "The Vpc Endpoint Service '%s' does not exist", name)
	}
	decide(endpoint, "state", "available")
	decide(endpoint, "serviceRegion", tx.Region())
	decide(endpoint, "policy", openPolicy)
	if endpoint.String("vpcEndpointType") == "Gateway" {
		return createGatewayEndpoint(tx, endpoint, short)
	}
	return createInterfaceEndpoint(tx, endpoint, short)
}

// openPolicy is what an endpoint has that was given no policy:
// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
const openPolicy = `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}`

func createGatewayEndpoint(tx *localcloud.Tx, endpoint *localcloud.Object, short string) error {
	if short != gatewayServices[0] && short != gatewayServices[1] {
		return tx.Fail(400, "InvalidParameter", "The endpoint type (Gateway) does not match the service type (Interface).")
	}
	decide(endpoint, "prefixListId", servicePrefixList(tx, short))
	decide(endpoint, "cidrBlocks", []string{"52.216.0.0/15", "54.231.0.0/16"})
	decide(endpoint, "privateDnsEnabled", false)
	for _, id := range endpoint.Outputs.Strings("routeTableIds") {
		if table := findRouteTable(tx, id); table != nil && table.String("vpcId") != endpoint.String("vpcId") {
			return tx.Fail(400, "InvalidRouteTableId.NotFound", "The route table %s does not belong to the vpc %s", id, endpoint.String("vpcId"))
		}
	}
	return nil
}

// createInterfaceEndpoint: private names need both DNS settings of the VPC, and
// only one endpoint of a service can have them:
// https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html
func createInterfaceEndpoint(tx *localcloud.Tx, endpoint *localcloud.Object, short string) error {
	vpc := tx.Get(vpcType, endpoint.String("vpcId"))
	if err := checkEndpointSubnets(tx, endpoint); err != nil || vpc == nil {
		return err
	}
	decide(endpoint, "privateDnsEnabled", false)
	if endpoint.Outputs.Bool("privateDnsEnabled") {
		if !vpc.Outputs.Bool("enableDnsSupport") || !vpc.Outputs.Bool("enableDnsHostnames") {
			return tx.Fail(400, "InvalidParameter", "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for %s", vpc.ID)
		}
		for _, other := range tx.Where(endpointType, "vpcId", vpc.ID) {
			if other.ID != endpoint.ID && other.String("serviceName") == endpoint.String("serviceName") && other.Outputs.Bool("privateDnsEnabled") {
				return tx.Fail(400, "InvalidParameter", "private-dns-enabled cannot be set because there is already a conflicting DNS domain for %s.%s.amazonaws.com in the VPC %s", short, tx.Region(), vpc.ID)
			}
		}
	}
	if len(endpoint.Outputs.Strings("securityGroupIds")) == 0 {
		endpoint.Set("securityGroupIds", []string{vpc.String("defaultSecurityGroupId")})
	}
	interfaces := []string{}
	for range endpoint.Outputs.Strings("subnetIds") {
		interfaces = append(interfaces, "eni-"+tx.Hex(17))
	}
	endpoint.Set("networkInterfaceIds", interfaces)
	decide(endpoint, "ipAddressType", "ipv4")
	endpoint.Set("dnsEntries", []localcloud.Props{localcloud.PropsOf(map[string]any{
		"dnsName":      endpoint.ID + "-" + tx.Dice().Text(8, localcloud.LowerAlnum) + "." + short + "." + tx.Region() + ".vpce.amazonaws.com",
		"hostedZoneId": "Z7HUB22UULQXV",
	})})
	return nil
}

// checkEndpointSubnets: one subnet in a zone, all of the endpoint's VPC.
func checkEndpointSubnets(tx *localcloud.Tx, endpoint *localcloud.Object) error {
	inZone := map[string]bool{}
	for _, subnet := range subnetsOf(tx, endpoint.Outputs.Strings("subnetIds")) {
		zone := subnet.String("availabilityZone")
		if subnet.String("vpcId") != endpoint.String("vpcId") {
			return tx.Fail(400, "InvalidParameter", "The subnet %s does not belong to the vpc %s", subnet.ID, endpoint.String("vpcId"))
		}
		if inZone[zone] {
			return tx.Fail(400, "DuplicateSubnetsInSameZone", "Found another VPC endpoint subnet in the availability zone of %s. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.", subnet.ID)
		}
		inZone[zone] = true
	}
	return nil
}

// subnetsOf are the subnets among some ids.
func subnetsOf(tx *localcloud.Tx, ids []string) []*localcloud.Object {
	var found []*localcloud.Object
	for _, id := range ids {
		if subnet := tx.Get(subnetType, id); subnet != nil {
			found = append(found, subnet)
		}
	}
	return found
}

// zonesOf are the distinct zones of subnets.
func zonesOf(subnets []*localcloud.Object) map[string]bool {
	in := map[string]bool{}
	for _, subnet := range subnets {
		in[subnet.String("availabilityZone")] = true
	}
	return in
}
