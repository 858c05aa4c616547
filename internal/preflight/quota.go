package preflight

// Quota is one of AWS' limits that a stack can meet.
type Quota struct {
	// Service and Code are Service Quotas' names for it.
	Service, Code string
	Name          string
	// Default is what AWS gives an account that asked for nothing.
	Default float64
	// Region is where an account-wide service keeps it; "" is the stack's own region.
	Region string
}

// Quotas are those that are looked at. Codes and defaults:
// https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html (each
// service's endpoints and quotas), https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html,
// https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html.
var Quotas = []Quota{
	{Service: "vpc", Code: "L-F678F1CE", Name: "VPCs", Default: 5},
	{Service: "vpc", Code: "L-A4707A72", Name: "internet gateways", Default: 5},
	{Service: "ec2", Code: "L-0263D0A3", Name: "Elastic IP addresses", Default: 5},
	{Service: "vpc", Code: "L-FE5A380F", Name: "NAT gateways in one zone", Default: 5},
	{Service: "ec2", Code: onDemand, Name: "vCPUs on demand (A, C, D, H, I, M, R, T, Z)", Default: 5},
	{Service: "ec2", Code: onSpot, Name: "vCPUs at spot prices (A, C, D, H, I, M, R, T, Z)", Default: 5},
	{Service: "vpc", Code: "L-E79EC296", Name: "security groups", Default: 2500},
	{Service: "vpc", Code: rulesPerGroup, Name: "rules of one security group and direction", Default: 60},
	{Service: "elasticloadbalancing", Code: "L-53DA6B97", Name: "application load balancers", Default: 50},
	{Service: "elasticloadbalancing", Code: "L-69A177A2", Name: "network load balancers", Default: 50},
	{Service: "elasticloadbalancing", Code: "L-B22855CB", Name: "target groups", Default: 3000},
	{Service: "eks", Code: "L-1194D53C", Name: "EKS clusters", Default: 100},
	{Service: "rds", Code: "L-7B6409FD", Name: "RDS instances", Default: 40},
	{Service: "rds", Code: databaseStorage, Name: "GB of RDS storage", Default: 100000},
	{Service: "elasticache", Code: "L-DFE45DF3", Name: "ElastiCache nodes", Default: 300},
	{Service: "iam", Code: "L-FE177D64", Name: "IAM roles", Default: 1000, Region: "us-east-1"},
}

const (
	onDemand        = "L-1216C47A"
	onSpot          = "L-34B43A08"
	rulesPerGroup   = "L-0EA8095F"
	databaseStorage = "L-7ADDB58A"
)

func quotaOf(code string) Quota {
	for _, quota := range Quotas {
		if quota.Code == code {
			return quota
		}
	}
	return Quota{}
}
