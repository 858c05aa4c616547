package vpc

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awsec2 "groundwork/internal/sdk/aws/ec2"
	awsvpc "groundwork/internal/sdk/aws/vpc"
)

// makeS3Endpoint keeps traffic with S3, where ECR keeps its layers, off the NAT
// gateways: a gateway endpoint costs nothing.
// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
func (v *VPC) makeS3Endpoint(ctx *pulumi.Context) error {
	var tables pulumi.StringArray
	for _, zone := range v.args.Zones {
		tables = append(tables, v.privateTables[zone].ID())
	}
	if v.dataTable != nil {
		tables = append(tables, v.dataTable.ID())
	}
	endpoint, err := awsec2.NewVpcEndpoint(ctx, v.name+"-s3", &awsec2.VpcEndpointArgs{
		VpcId:           v.vpc.ID(),
		ServiceName:     v.service("s3"),
		VpcEndpointType: pulumi.String("Gateway"),
		RouteTableIds:   tables,
		Tags:            v.tags("s3"),
	}, pulumi.Parent(v))
	if err != nil {
		return err
	}
	v.Egress = append(v.Egress, endpoint)
	return nil
}

// makeInterfaceEndpoints gives AWS services private addresses in every zone.
func (v *VPC) makeInterfaceEndpoints(ctx *pulumi.Context) error {
	if len(v.args.InterfaceEndpoints) == 0 {
		return nil
	}
	group, err := v.makeEndpointGroup(ctx)
	if err != nil {
		return err
	}
	for _, service := range v.args.InterfaceEndpoints {
		endpoint, err := awsec2.NewVpcEndpoint(ctx, v.name+"-endpoint-"+service, &awsec2.VpcEndpointArgs{
			VpcId:             v.vpc.ID(),
			ServiceName:       v.service(service),
			VpcEndpointType:   pulumi.String("Interface"),
			SubnetIds:         IDs(v.Private),
			SecurityGroupIds:  pulumi.StringArray{group.ID()},
			PrivateDnsEnabled: pulumi.Bool(true),
			Tags:              v.tags("endpoint", service),
		}, pulumi.Parent(v))
		if err != nil {
			return err
		}
		v.Egress = append(v.Egress, endpoint)
	}
	return nil
}

// makeEndpointGroup lets the VPC, and nothing else, talk HTTPS to the
// endpoints, which themselves start no connection.
func (v *VPC) makeEndpointGroup(ctx *pulumi.Context) (*awsec2.SecurityGroup, error) {
	group, err := awsec2.NewSecurityGroup(ctx, v.name+"-endpoints", &awsec2.SecurityGroupArgs{
		Description: pulumi.String("Interface endpoints of AWS services"),
		VpcId:       v.vpc.ID(),
		Tags:        v.tags("endpoints"),
	}, pulumi.Parent(v))
	if err != nil {
		return nil, err
	}
	rule, err := awsvpc.NewSecurityGroupIngressRule(ctx, v.name+"-endpoints-https", &awsvpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId: group.ID(),
		Description:     pulumi.String("HTTPS from the VPC"),
		CidrIpv4:        pulumi.String(v.args.CIDR),
		IpProtocol:      pulumi.String("tcp"),
		FromPort:        pulumi.Int(443),
		ToPort:          pulumi.Int(443),
		Tags:            v.tags("endpoints-https"),
	}, pulumi.Parent(v))
	if err != nil {
		return nil, err
	}
	v.Egress = append(v.Egress, rule)
	return group, nil
}

func (v *VPC) service(short string) pulumi.String {
	return pulumi.String("com.amazonaws." + v.args.Region + "." + short)
}
