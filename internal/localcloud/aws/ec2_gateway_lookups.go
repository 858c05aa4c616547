package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

func lookupGateway(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := gatewayFilters.search(tx, args, narrowed(tx.Select(gatewayType, nil), args, map[string]string{"internetGatewayId": "id"}))
	if err != nil {
		return nil, err
	}
	gateway, err := only(tx, "EC2 Internet Gateway", list)
	if err != nil {
		return nil, err
	}
	values := copied(gateway, "arn", "ownerId")
	values["internetGatewayId"] = gateway.ID
	values["attachments"] = []any{map[string]any{"state": "available", "vpcId": gateway.String("vpcId")}}
	return answered(args, gateway.ID, values), nil
}

func vpcOfNAT(tx *localcloud.Tx, nat *localcloud.Object) []string {
	if subnet := tx.Get(subnetType, nat.String("subnetId")); subnet != nil {
		return []string{subnet.String("vpcId")}
	}
	return nil
}

func lookupNAT(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list := narrowed(tx.Select(natType, nil), args, map[string]string{"id": "id", "subnetId": "subnetId"})
	if vpc := args.String("vpcId"); vpc != "" {
		list = slices.DeleteFunc(list, func(nat *localcloud.Object) bool { return !slices.Contains(vpcOfNAT(tx, nat), vpc) })
	}
	list, err := natFilters.search(tx, args, list)
	if err != nil {
		return nil, err
	}
	nat, err := only(tx, "EC2 NAT Gateway", list)
	if err != nil {
		return nil, err
	}
	values := copied(nat, "allocationId", "associationId", "connectivityType", "networkInterfaceId", "privateIp", "publicIp", "subnetId")
	values["state"], values["vpcId"] = "available", strings.Join(vpcOfNAT(tx, nat), "")
	return answered(args, nat.ID, values), nil
}

func lookupAddress(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := addressFilters.search(tx, args, narrowed(tx.Select(addressType, nil), args, map[string]string{"id": "id", "publicIp": "publicIp"}))
	if err != nil {
		return nil, err
	}
	address, err := only(tx, "EC2 EIP", list)
	if err != nil {
		return nil, err
	}
	return answered(args, address.ID, copied(address, "arn", "associationId", "domain", "privateIp", "publicDns", "publicIp", "publicIpv4Pool")), nil
}

func lookupAddresses(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := addressFilters.search(tx, args, tx.Select(addressType, nil))
	if err != nil {
		return nil, err
	}
	ips := []string{}
	for _, address := range list {
		ips = append(ips, address.String("publicIp"))
	}
	return answered(args, tx.Region(), map[string]any{"allocationIds": idsOf(list), "publicIps": ips}), nil
}
