package aws

import "groundwork/internal/localcloud"

const quotaType = "aws:servicequotas/serviceQuota:ServiceQuota"

// quota is how many of a type an account may have.
type quota struct {
	service, code, name string
	// typ is what is counted: all of a region, or of the world where the type
	// has no region, or those that agree in the property within.
	typ, within string
	limit       int
	// grown is what the account has until it is told a value, where AWS raises a quota by
	// itself as an account uses more; 0 is limit. An account in which production runs is
	// not new.
	grown int
	// full is what the service says when there is no more room.
	full refusal
}

// quotas are AWS's defaults. Those of VPC are from
// https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html, the
// others from https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
// with the codes that Service Quotas lists. They are raised with a
// ServiceQuota, by a program or by hand, as in AWS.
var quotas = []quota{
	{"vpc", "L-F678F1CE", "VPCs per Region", vpcType, "", 5, 0, refusal{400, "VpcLimitExceeded", "The maximum number of VPCs has been reached."}},
	{"vpc", "L-407747CB", "Subnets per VPC", subnetType, "vpcId", 200, 0, refusal{400, "SubnetLimitExceeded", "The maximum number of subnets has been reached."}},
	{"vpc", "L-A4707A72", "Internet gateways per Region", gatewayType, "", 5, 0, refusal{400, "InternetGatewayLimitExceeded", "The maximum number of internet gateways has been reached."}},
	{"vpc", "L-45FE3B85", "Egress-only internet gateways per Region", egressGatewayType, "", 5, 0, refusal{400, "EgressOnlyInternetGatewayLimitExceeded", "The maximum number of egress-only internet gateways has been reached."}},
	{"vpc", natQuota, "NAT gateways per Availability Zone", "", "", 5, 0, refusal{400, "NatGatewayLimitExceeded", "The maximum number of NAT gateways has been reached."}},
	{"vpc", "L-589F43AA", "Route tables per VPC", routeTableType, "vpcId", 200, 0, refusal{400, "RouteTableLimitExceeded", "The maximum number of route tables has been reached."}},
	{"vpc", interfaceGroupQuota, "Security groups per network interface", "", "", 5, 0, refusal{400, "SecurityGroupsPerInterfaceLimitExceeded", "The maximum number of security groups per interface has been reached."}},
	{"vpc", "L-E79EC296", "VPC security groups per Region", groupType, "", 2500, 0, refusal{400, "SecurityGroupLimitExceeded", "The maximum number of security groups has been reached."}},
	{"vpc", ruleQuota, "Inbound or outbound rules per security group", "", "", 60, 0, tooMany},
	{"vpc", blockQuota, "IPv4 CIDR blocks per VPC", "", "", 5, 0, refusal{400, "CidrLimitExceeded", "This network '%s' has met its maximum number of allowed CIDRs: 5"}},
	{"vpc", "L-1B52E74A", "Gateway VPC endpoints per Region", "", "", 20, 0, refusal{400, "VpcEndpointLimitExceeded", "The maximum number of VPC endpoints has been reached."}},
	{"ec2", "L-0263D0A3", "EC2-VPC Elastic IPs", addressType, "", 5, 0, refusal{400, "AddressLimitExceeded", "The maximum number of addresses has been reached."}},
	{"ec2", onDemandQuota, "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", "", "", 5, 1152, tooManyCPUs},
	{"ec2", spotQuota, "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests", "", "", 5, 1152, tooManySpot},
	{"elasticloadbalancing", "L-53DA6B97", "Application Load Balancers per Region", balancerType, "loadBalancerType", 50, 0, refusal{400, "TooManyLoadBalancers", "The maximum number of load balancers has been reached"}},
	{"elasticloadbalancing", "L-B22855CB", "Target Groups per Region", targetGroupType, "", 3000, 0, refusal{400, "TooManyTargetGroups", "The maximum number of target groups has been reached"}},
	{"eks", "L-1194D53C", "Clusters", clusterType, "", 100, 0, refusal{400, "ResourceLimitExceededException", "Cluster limit exceeded"}},
	{"rds", "L-7B6409FD", "DB instances", instanceType, "", 40, 0, refusal{400, "InstanceQuotaExceeded", "Cannot create more than 40 DB instances"}},
	{"rds", storageQuota, "Total storage for all DB instances", "", "", 100000, 0, refusal{400, "StorageQuotaExceeded", "The request would result in the user exceeding the allowed amount of storage available across all DB instances."}},
	{"elasticache", cacheNodeQuota, "Nodes per Region", "", "", 300, 0, refusal{400, "NodeQuotaForCustomerExceeded", "The request cannot be processed because it would exceed the allowed number of nodes per customer."}},
	{"iam", "L-FE177D64", "Roles per account", roleType, "", 1000, 0, refusal{409, "LimitExceeded", "Cannot exceed quota for RolesPerAccount: 1000"}},
	{"s3", "L-DC2B2D3D", "General purpose buckets", bucketType, "", 10000, 0, refusal{400, "TooManyBuckets", "You have attempted to create more buckets than allowed"}},
}

// Quotas that are not simply a number of objects.
const (
	ruleQuota           = "L-0EA8095F"
	natQuota            = "L-FE5A380F"
	interfaceGroupQuota = "L-2AFB9258"
	blockQuota          = "L-83CA0A9D"
	storageQuota        = "L-7ADDB58A"
	cacheNodeQuota      = "L-DFE45DF3"
)

var quotaByCode, quotaByType = func() (byCode, byType map[string]quota) {
	byCode, byType = map[string]quota{}, map[string]quota{}
	for _, q := range quotas {
		byCode[q.code] = q
		if q.typ != "" {
			byType[q.typ] = q
		}
	}
	return byCode, byType
}()

// allowed is a quota's value now. Account-wide services keep theirs in one
// region: https://docs.aws.amazon.com/servicequotas/latest/userguide/intro.html
func (q quota) allowed(tx *localcloud.Tx) int {
	if worldwide[q.service] || q.service == "s3" {
		tx = tx.World()
	}
	limit := q.limit
	told := tx.Where(quotaType, "quotaCode", q.code)
	if len(told) == 0 {
		return max(limit, q.grown)
	}
	for _, raised := range told {
		limit = max(limit, raised.Outputs.Int("value"))
	}
	return limit
}

func quotaOf(tx *localcloud.Tx, code string) int { return quotaByCode[code].allowed(tx) }

// exceeds refuses what would come to more than a quota allows.
func exceeds(tx *localcloud.Tx, code string, count int, about string) error {
	if count <= quotaOf(tx, code) {
		return nil
	}
	return quotaByCode[code].full.about(tx, about)
}

// withinQuota refuses one more object than the account may have.
func withinQuota(tx *localcloud.Tx, obj *localcloud.Object) error {
	q, ok := quotaByType[obj.Type]
	if !ok {
		return nil
	}
	at := ""
	if q.within != "" {
		at = obj.String(q.within)
	}
	if have := tx.HowMany(obj.Type, q.within, at); have < q.limit || have < q.allowed(tx) {
		return nil
	}
	return q.full.about(tx, at)
}

// quotaService is Service Quotas. An increase is granted at once; in AWS it may
// take days.
func quotaService() service {
	return service{
		kinds: map[string]localcloud.Kind{
			quotaType: {ID: quotaID, Name: quotaName, Create: raiseQuota, Update: again(raiseQuota), Upsert: true},
		},
		functions: map[string]localcloud.Function{"aws:servicequotas/getServiceQuota:getServiceQuota": lookupQuota},
	}
}

func quotaID(_ *localcloud.Tx, asked *localcloud.Object) string {
	return asked.String("serviceCode") + "/" + asked.String("quotaCode")
}

func quotaName(asked *localcloud.Object) string { return quotaByCode[asked.String("quotaCode")].name }

// raiseQuota follows
// https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html
func raiseQuota(tx *localcloud.Tx, asked *localcloud.Object) error {
	q, ok := quotaByCode[asked.String("quotaCode")]
	if ok && q.service != asked.String("serviceCode") {
		return noQuota.about(tx, "")
	}
	if ok && asked.Outputs.Int("value") < q.limit {
		return tx.Fail(400, "IllegalArgumentException", "The value requested must be greater than the current quota value: %d", q.limit)
	}
	asked.Set("arn", regionalQuotaARN(tx, asked.String("serviceCode"), asked.String("quotaCode")))
	asked.Set("adjustable", true)
	asked.Set("quotaName", q.name)
	asked.Set("serviceName", q.service)
	asked.Set("defaultValue", q.limit)
	asked.Set("requestStatus", "CASE_CLOSED")
	asked.Set("requestId", tx.Hex(32))
	return nil
}

var noQuota = refusal{404, "NoSuchResourceException", "The request failed because the specified quota does not exist."}

func regionalQuotaARN(tx *localcloud.Tx, service, code string) string {
	return "arn:aws:servicequotas:" + tx.Region() + ":" + tx.Account() + ":" + service + "/" + code
}

// lookupQuota finds a quota by its code or its name.
func lookupQuota(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	for _, q := range quotas {
		named := q.code == args.String("quotaCode") || q.name == args.String("quotaName")
		if !named || q.service != args.String("serviceCode") {
			continue
		}
		arn := regionalQuotaARN(tx, q.service, q.code)
		return answered(args, arn, map[string]any{
			"quotaCode": q.code, "quotaName": q.name, "arn": arn, "adjustable": true, "serviceName": q.service,
			"globalQuota": worldwide[q.service], "usageMetrics": []any{},
			"defaultValue": q.limit, "value": q.allowed(tx),
		}), nil
	}
	return nil, noQuota.about(tx, "")
}
