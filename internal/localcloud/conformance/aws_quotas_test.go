package conformance

import (
	"fmt"
	"maps"
)

const (
	netQuota      = "aws:servicequotas/serviceQuota:ServiceQuota"
	netLimitDocs  = vpcGuide + "amazon-vpc-limits.html"
	netQuotaGuide = "https://docs.aws.amazon.com/servicequotas/latest/userguide/request-quota-increase.html"
)

// several makes one more of a type than count.
func several(typ string, count int, inputs func(i int) Props) func(*World) error {
	return func(w *World) error {
		for i := range count {
			w.Make(typ, fmt.Sprint("a", i), inputs(i))
		}
		_, err := w.Create(typ, "more", inputs(count))
		return err
	}
}

func vpcNumber(i int) Props { return Props{"cidrBlock": fmt.Sprintf("10.%d.0.0/16", i)} }

// raised is the same after a quota was raised.
func raised(service, code string, value int, then func(*World) error) func(*World) error {
	return func(w *World) error {
		w.Make(netQuota, "more", Props{"serviceCode": service, "quotaCode": code, "value": value})
		return then(w)
	}
}

var quotaCases = []Case{
	{"four VPCs beside the default one", several(netVPC, 3, vpcNumber), "", netLimitDocs},
	{"five VPCs beside the default one", several(netVPC, 4, vpcNumber), "VpcLimitExceeded: The maximum number of VPCs has been reached.", netLimitDocs},
	{"five VPCs after the quota was raised", raised("vpc", "L-F678F1CE", 10, several(netVPC, 4, vpcNumber)), "", netQuotaGuide},
	{"VPCs of another region", func(w *World) error {
		for i := range 4 {
			w.Make(netVPC, fmt.Sprint("a", i), vpcNumber(i))
		}
		_, err := w.in("eu-west-1").Create(netVPC, "there", vpcNumber(0))
		return err
	}, "", netLimitDocs},
	{"a sixth Elastic IP", several(netAddress, 5, func(int) Props { return Props{"domain": "vpc"} }),
		"AddressLimitExceeded: The maximum number of addresses has been reached.", vpcGuide + "vpc-eips.html"},
	{"a sixth Elastic IP after the quota was raised", raised("ec2", "L-0263D0A3", 6, several(netAddress, 5, func(int) Props { return Props{"domain": "vpc"} })), "", netQuotaGuide},
	{"a sixth NAT gateway in a zone", within(func(n wired) error {
		for i := range 5 {
			n.Make(netNAT, fmt.Sprint("nat", i), Props{"subnetId": n.private.ID, "connectivityType": "private"})
		}
		_, err := n.Create(netNAT, "more", Props{"subnetId": n.private.ID, "connectivityType": "private"})
		return err
	}), "NatGatewayLimitExceeded", netLimitDocs},
	{"a sixth NAT gateway in another zone", within(func(n wired) error {
		for i := range 5 {
			n.Make(netNAT, fmt.Sprint("nat", i), Props{"subnetId": n.private.ID, "connectivityType": "private"})
		}
		_, err := n.Create(netNAT, "more", Props{"subnetId": n.public.ID, "connectivityType": "private"})
		return err
	}), "", netLimitDocs},
	{"a sixth internet gateway", several(netGateway, 4, func(int) Props { return Props{} }), "InternetGatewayLimitExceeded", netLimitDocs},
	{"a sixty-first rule after the quota was raised", raised("vpc", "L-0EA8095F", 100, within(func(n wired) error {
		for i := range 60 {
			n.Make(netIngress, fmt.Sprint(i), n.rule(Props{"cidrIpv4": fmt.Sprintf("10.0.%d.0/24", i)}))
		}
		_, err := n.Create(netIngress, "more", n.rule(nil))
		return err
	})), "", netQuotaGuide},
	{"a quota below its default", creating(netQuota, Props{"serviceCode": "vpc", "quotaCode": "L-F678F1CE", "value": 3}),
		"IllegalArgumentException", "https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html"},
	{"a quota of another service", creating(netQuota, Props{"serviceCode": "s3", "quotaCode": "L-F678F1CE", "value": 30}),
		"NoSuchResourceException", "https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html"},
	{"a quota as it is", asking("aws:servicequotas/getServiceQuota:getServiceQuota", Props{"serviceCode": "vpc", "quotaCode": "L-F678F1CE"}, "quotaName", "VPCs per Region"), "", netLimitDocs},
	{"a quota that there is not", asking("aws:servicequotas/getServiceQuota:getServiceQuota", Props{"serviceCode": "vpc", "quotaCode": "L-00000000"}, "", ""),
		"NoSuchResourceException", "https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html"},
}

// asking asks a data source and expects one value of its answer.
func asking(token string, args Props, property, want string) func(*World) error {
	return func(w *World) error {
		answer, err := w.Invoke(token, args)
		if err != nil || property == "" {
			return err
		}
		return same(property, want, answer.String(property))
	}
}

// in is the same world in another region.
func (w *World) in(region string) *World {
	there := *w
	there.providers = maps.Clone(w.providers)
	there.providers["aws"] = w.cloud.Provider("aws", Props{"region": region})
	return &there
}
