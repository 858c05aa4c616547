package aws

import (
	"slices"

	"groundwork/internal/localcloud"
)

// machineLookups are the data sources of groups, tables, gateways and addresses.
func machineLookups() service {
	return service{functions: map[string]localcloud.Function{
		"aws:ec2/getSecurityGroup:getSecurityGroup":     lookupGroup,
		"aws:ec2/getSecurityGroups:getSecurityGroups":   lookupGroups,
		"aws:ec2/getRouteTable:getRouteTable":           lookupRouteTable,
		"aws:ec2/getRouteTables:getRouteTables":         lookupRouteTables,
		"aws:ec2/getInternetGateway:getInternetGateway": lookupGateway,
		"aws:ec2/getNatGateway:getNatGateway":           lookupNAT,
		"aws:ec2/getElasticIp:getElasticIp":             lookupAddress,
		"aws:ec2/getEips:getEips":                       lookupAddresses,
	}}
}

// The filters of
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html,
// API_DescribeRouteTables.html, API_DescribeInternetGateways.html,
// API_DescribeNatGateways.html and API_DescribeAddresses.html.
var (
	groupFilters = filtering{
		"group-id": itsID, "group-name": shows("name"), "vpc-id": shows("vpcId"),
		"description": shows("description"), "owner-id": shows("ownerId"),
	}
	tableFilters = filtering{
		"route-table-id": itsID, "vpc-id": shows("vpcId"), "owner-id": shows("ownerId"),
		"association.main": shows("main"), "association.subnet-id": subnetsOfTable,
	}
	gatewayFilters = filtering{
		"internet-gateway-id": itsID, "attachment.vpc-id": shows("vpcId"), "attachment.state": always("available"),
		"owner-id": shows("ownerId"),
	}
	natFilters = filtering{
		"nat-gateway-id": itsID, "subnet-id": shows("subnetId"), "state": always("available"), "vpc-id": vpcOfNAT,
	}
	addressFilters = filtering{
		"allocation-id": itsID, "public-ip": shows("publicIp"), "domain": shows("domain"),
		"instance-id": shows("instance"), "network-interface-id": shows("networkInterface"), "association-id": shows("associationId"),
	}
)

// groups are the made groups and the default one of each VPC.
func groups(tx *localcloud.Tx) []*localcloud.Object {
	list := tx.Select(groupType, nil)
	for _, vpc := range tx.Select(vpcType, nil) {
		id := vpc.String("defaultSecurityGroupId")
		group := defaultObject(tx, groupType, id, map[string]any{
			"vpcId": vpc.ID, "name": byDefault, "description": "default VPC security group",
			"arn": regionalARN(tx, "security-group/"+id),
		})
		if adopted := tx.Get(defaultGroupType, id); adopted != nil {
			group.Outputs.Set("tagsAll", adopted.Outputs.StringMap("tagsAll"))
		}
		list = append(list, group)
	}
	return list
}

func lookupGroup(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := groupFilters.search(tx, args, narrowed(groups(tx), args, map[string]string{"id": "id", "name": "name", "vpcId": "vpcId"}))
	if err != nil {
		return nil, err
	}
	group, err := only(tx, "EC2 Security Group", list)
	if err != nil {
		return nil, err
	}
	return answered(args, group.ID, copied(group, "arn", "description", "name", "vpcId")), nil
}

func lookupGroups(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := groupFilters.search(tx, args, groups(tx))
	if err != nil {
		return nil, err
	}
	arns, vpcs := []string{}, []string{}
	for _, group := range list {
		arns, vpcs = append(arns, group.String("arn")), append(vpcs, group.String("vpcId"))
	}
	return answered(args, tx.Region(), map[string]any{"ids": idsOf(list), "arns": arns, "vpcIds": vpcs}), nil
}

// tables are the made route tables and the main one of each VPC.
func tables(tx *localcloud.Tx) []*localcloud.Object {
	list := tx.Select(routeTableType, nil)
	for _, vpc := range tx.Select(vpcType, nil) {
		id := vpc.String("mainRouteTableId")
		list = append(list, defaultObject(tx, routeTableType, id, map[string]any{
			"vpcId": vpc.ID, "main": true, "arn": regionalARN(tx, "route-table/"+id), "routes": []any{},
		}))
	}
	return list
}

func subnetsOfTable(tx *localcloud.Tx, table *localcloud.Object) []string {
	var ids []string
	for _, association := range tx.Where(associationType, "routeTableId", table.ID) {
		ids = append(ids, association.String("subnetId"))
	}
	return ids
}

func lookupRouteTable(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list := narrowed(tables(tx), args, map[string]string{"routeTableId": "id", "vpcId": "vpcId"})
	if subnet := args.String("subnetId"); subnet != "" {
		list = slices.DeleteFunc(list, func(table *localcloud.Object) bool {
			return !slices.Contains(subnetsOfTable(tx, table), subnet)
		})
	}
	list, err := tableFilters.search(tx, args, list)
	switch {
	case err != nil:
		return nil, err
	case len(list) == 0:
		return nil, tx.Fail(404, "NotFound", "query returned no results. Please change your search criteria and try again")
	case len(list) > 1:
		return nil, tx.Fail(400, "MultipleMatches", "multiple Route Tables matched; use additional constraints to reduce matches to a single Route Table")
	}
	values := copied(list[0], "arn", "ownerId", "vpcId")
	values["routeTableId"] = list[0].ID
	values["routes"], values["associations"] = routesOf(tx, list[0]), associationsOf(tx, list[0])
	return answered(args, list[0].ID, values), nil
}

// routesOf are a table's routes beside the local one: those made alone, those
// that the table lists, and the default VPC's to the internet.
// https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
func routesOf(tx *localcloud.Tx, table *localcloud.Object) []localcloud.Props {
	list := []localcloud.Props{}
	for _, route := range tx.Where(routeType, "routeTableId", table.ID) {
		list = append(list, shownRoute(route.Outputs, "destinationCidrBlock", "destinationIpv6CidrBlock"))
	}
	inline := table.Outputs.Maps("routes")
	if adopted := tx.Get(defaultTableType, table.ID); adopted != nil {
		inline = adopted.Outputs.Maps("routes")
	} else if table.ID == defaultID(tx, "rtb") {
		inline = []localcloud.Props{localcloud.PropsOf(map[string]any{"cidrBlock": "0.0.0.0/0", "gatewayId": defaultID(tx, "igw")})}
	}
	for _, route := range inline {
		list = append(list, shownRoute(route, "cidrBlock", "ipv6CidrBlock"))
	}
	return list
}

func shownRoute(route localcloud.Props, v4, v6 string) localcloud.Props {
	return localcloud.PropsOf(map[string]any{
		"cidrBlock": route.String(v4), "ipv6CidrBlock": route.String(v6),
		"destinationPrefixListId": route.String("destinationPrefixListId"), "gatewayId": route.String("gatewayId"),
		"natGatewayId": route.String("natGatewayId"), "vpcEndpointId": route.String("vpcEndpointId"),
	})
}

func associationsOf(tx *localcloud.Tx, table *localcloud.Object) []localcloud.Props {
	list := []localcloud.Props{}
	for _, association := range tx.Where(associationType, "routeTableId", table.ID) {
		list = append(list, localcloud.PropsOf(map[string]any{
			"routeTableAssociationId": association.ID, "routeTableId": table.ID, "subnetId": association.String("subnetId"),
			"gatewayId": association.String("gatewayId"), "main": false,
		}))
	}
	return list
}

func lookupRouteTables(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := tableFilters.search(tx, args, narrowed(tables(tx), args, map[string]string{"vpcId": "vpcId"}))
	if err != nil {
		return nil, err
	}
	return answered(args, tx.Region(), map[string]any{"ids": idsOf(list)}), nil
}
