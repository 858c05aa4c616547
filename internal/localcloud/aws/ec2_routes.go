package aws

import (
	"hash/crc32"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// routeService is the route tables.
func routeService() service {
	return service{kinds: map[string]localcloud.Kind{
		routeTableType:  {Create: checkInlineRoutes, Update: again(checkInlineRoutes), Read: readTable, Delete: takesAlong("routeTableId", routeType)},
		routeType:       {ID: routeID, Create: createRoute, Update: again(checkTarget), Lookup: lookupRoute, Exists: routeExists},
		associationType: {Create: associate, Update: again(associate)},
	}}
}

// destinations are the properties one of which says where a route leads to,
// targets those that say through what.
var (
	destinations = []string{"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"}
	targets      = []string{
		"gatewayId", "natGatewayId", "vpcEndpointId", "transitGatewayId", "vpcPeeringConnectionId", "networkInterfaceId",
		"egressOnlyGatewayId", "carrierGatewayId", "localGatewayId", "coreNetworkArn", "instanceId",
	}
)

func destination(route *localcloud.Object) string {
	for _, name := range destinations {
		if value := route.String(name); value != "" {
			return value
		}
	}
	return ""
}

// routeID is how the provider makes it: the checksum of the destination.
func routeID(_ *localcloud.Tx, route *localcloud.Object) string {
	sum := crc32.ChecksumIEEE([]byte(destination(route)))
	return "r-" + route.String("routeTableId") + number(int(sum))
}

// lookupRoute finds "<table>_<destination>", the import id.
func lookupRoute(tx *localcloud.Tx, id string) *localcloud.Object {
	table, where, ok := strings.Cut(id, "_")
	if !ok {
		return nil
	}
	return named(tx, routeType, "", "r-"+table+number(int(crc32.ChecksumIEEE([]byte(where)))))
}

func routeExists(tx *localcloud.Tx, route *localcloud.Object) error {
	return tx.Fail(400, "RouteAlreadyExists", "The route identified by %s already exists.", destination(route))
}

// createRoute follows https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
func createRoute(tx *localcloud.Tx, route *localcloud.Object) error {
	if err := checkTarget(tx, route); err != nil {
		return err
	}
	route.Set("origin", "CreateRoute")
	route.Set("state", "active")
	return nil
}

// checkTarget: the target is in the table's own VPC.
func checkTarget(tx *localcloud.Tx, route *localcloud.Object) error {
	if destination(route) == "" || !slices.ContainsFunc(targets, func(t string) bool { return route.String(t) != "" }) {
		return tx.Fail(400, "MissingParameter", "The request must contain exactly one destination and one target of the route")
	}
	table := findRouteTable(tx, route.String("routeTableId"))
	gateway := route.String("gatewayId")
	switch {
	case table == nil || gateway == "local":
		return nil
	case strings.HasPrefix(gateway, "igw-"):
		found := tx.Get(gatewayType, gateway)
		if found == nil {
			return noGateway.about(tx, gateway)
		}
		return sameNetwork(tx, table, gateway, found.String("vpcId"))
	}
	if nat := tx.Get(natType, route.String("natGatewayId")); nat != nil {
		if subnet := tx.Get(subnetType, nat.String("subnetId")); subnet != nil {
			return sameNetwork(tx, table, nat.ID, subnet.String("vpcId"))
		}
	}
	return nil
}

func sameNetwork(tx *localcloud.Tx, table *localcloud.Object, id, vpc string) error {
	if table.String("vpcId") == vpc {
		return nil
	}
	return tx.Fail(400, "InvalidParameterValue", "route table %s and network gateway %s belong to different networks", table.ID, id)
}

// checkInlineRoutes checks the routes that the table itself lists.
func checkInlineRoutes(tx *localcloud.Tx, table *localcloud.Object) error {
	for _, route := range table.Outputs.Maps("routes") {
		gateway := route.String("gatewayId")
		if !strings.HasPrefix(gateway, "igw-") {
			continue
		}
		found := tx.Get(gatewayType, gateway)
		if found == nil {
			return noGateway.about(tx, gateway)
		}
		if err := sameNetwork(tx, table, gateway, found.String("vpcId")); err != nil {
			return err
		}
	}
	return nil
}

// findRouteTable also finds the main table that came with a VPC.
func findRouteTable(tx *localcloud.Tx, id string) *localcloud.Object {
	if table := tx.Get(routeTableType, id); table != nil || id == "" {
		return table
	}
	for _, vpc := range tx.Where(vpcType, "defaultRouteTableId", id) {
		return &localcloud.Object{
			Type: routeTableType, ID: id,
			Outputs: localcloud.PropsOf(map[string]any{"vpcId": vpc.ID}),
		}
	}
	return nil
}

// associate follows https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html
func associate(tx *localcloud.Tx, association *localcloud.Object) error {
	table := findRouteTable(tx, association.String("routeTableId"))
	subnet := tx.Get(subnetType, association.String("subnetId"))
	if table != nil && subnet != nil && table.String("vpcId") != subnet.String("vpcId") {
		return tx.Fail(400, "InvalidParameterValue", "Route table %s and subnet %s belong to different networks", table.ID, subnet.ID)
	}
	return nil
}
