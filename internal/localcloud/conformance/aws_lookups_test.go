package conformance

import (
	"errors"
	"strings"
)

const (
	amiToken      = "aws:ec2/getAmi:getAmi"
	amiDocs       = "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getami/"
	publicAMIDocs = "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html"
	taggingDocs   = "https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/"
	defaultDocs   = vpcGuide + "default-vpc-components.html"
)

func filter(name string, values ...string) Props {
	list := []any{}
	for _, value := range values {
		list = append(list, value)
	}
	return Props{"name": name, "values": list}
}

func filtered(filters ...Props) Props {
	list := []any{}
	for _, f := range filters {
		list = append(list, f)
	}
	return Props{"filters": list}
}

// counting expects a number of ids.
func counting(token string, args func(n wired) Props, property string, want int) func(*World) error {
	return within(func(n wired) error {
		answer, err := n.Invoke(token, args(n))
		if err != nil {
			return err
		}
		return same("how many "+property, want, len(answer.Strings(property)))
	})
}

// tagged is how many resources carry a system's tag.
func (w *World) tagged(system string) int {
	answer, err := w.Invoke("aws:resourcegroupstaggingapi/getResources:getResources",
		Props{"tagFilters": []any{Props{"key": "System", "values": []any{system}}}})
	if err != nil {
		return -1
	}
	return len(answer.Maps("resourceTagMappingLists"))
}

var lookupCases = []Case{
	{"the newest image", asking(amiToken, with(filtered(filter("name", "amzn2-ami-hvm-*-x86_64-gp2")), Props{"owners": []any{"amazon"}, "mostRecent": true}),
		"name", "amzn2-ami-hvm-2.0.20250108.0-x86_64-gp2"), "", amiDocs},
	{"an image of Canonical's", asking(amiToken, with(filtered(filter("name", "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*"), filter("virtualization-type", "hvm")),
		Props{"owners": []any{"099720109477"}, "mostRecent": true}), "architecture", "x86_64"), "", "https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/"},
	{"an image that there is not", asking(amiToken, with(filtered(filter("name", "nothing-*")), Props{"owners": []any{"amazon"}}), "", ""),
		"Your query returned no results. Please change your search criteria and try again.", amiDocs},
	{"several images where one is asked for", asking(amiToken, with(filtered(filter("name", "amzn2-ami-hvm-*")), Props{"owners": []any{"amazon"}}), "", ""),
		"Your query returned more than one result", amiDocs},
	{"an image of one's own where there is none", asking(amiToken, Props{"owners": []any{"self"}, "mostRecent": true}, "", ""),
		"Your query returned no results", amiDocs},
	{"a filter that images do not have", asking(amiToken, filtered(filter("colour", "blue")), "", ""),
		"InvalidParameterValue: The filter 'colour' is invalid", ec2API + "API_DescribeImages.html"},
	{"images have other ids in other regions", func(w *World) error {
		return same("one id", false, w.image("x86_64") == w.in("eu-west-1").image("x86_64"))
	}, "", "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIs.html"},
	{"a public parameter holds an image's id", func(w *World) error {
		return asking("aws:ssm/getParameter:getParameter", Props{"name": "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"},
			"insecureValue", w.image("arm64"))(w)
	}, "", publicAMIDocs},
	{"a parameter of EKS's image", func(w *World) error {
		answer, err := w.Invoke("aws:ssm/getParameter:getParameter", Props{"name": "/aws/service/eks/optimized-ami/1.31/amazon-linux-2023/x86_64/standard/recommended/image_id"})
		if err != nil {
			return err
		}
		return same("an image's id", true, strings.HasPrefix(answer.String("insecureValue"), "ami-"))
	}, "", "https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html"},
	{"a public parameter that there is not", asking("aws:ssm/getParameter:getParameter", Props{"name": "/aws/service/ami-amazon-linux-latest/al3000"}, "", ""),
		"ParameterNotFound", publicAMIDocs},

	{"the default VPC", asking("aws:ec2/getVpc:getVpc", Props{"default": true}, "cidrBlock", "172.31.0.0/16"), "", defaultDocs},
	{"a default subnet in each zone", func(w *World) error {
		vpc, err := w.Invoke("aws:ec2/getVpc:getVpc", Props{"default": true})
		if err != nil {
			return err
		}
		answer, err := w.Invoke("aws:ec2/getSubnets:getSubnets", filtered(filter("vpc-id", vpc.String("id"))))
		if err != nil {
			return err
		}
		return same("how many", 6, len(answer.Strings("ids")))
	}, "", defaultDocs},
	{"nobody has made the default VPC", func(w *World) error {
		return same("how many are listed", 0, len(w.cloud.List()))
	}, "", defaultDocs},
	{"a VPC by its tag", func(w *World) error {
		made := w.Make(netVPC, "net", Props{"cidrBlock": "10.0.0.0/16", "tags": Props{"Name": "net"}})
		return asking("aws:ec2/getVpc:getVpc", filtered(filter("tag:Name", "n?t")), "id", made.ID)(w)
	}, "", "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html"},
	{"a VPC that there is not", asking("aws:ec2/getVpc:getVpc", Props{"id": "vpc-0"}, "", ""), "no matching EC2 VPC found", "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getvpc/"},
	{"one VPC of several", func(w *World) error {
		return within(func(n wired) error { _, err := n.Invoke("aws:ec2/getVpc:getVpc", nil); return err })(w)
	},
		"multiple EC2 VPCs matched; use additional constraints to reduce matches to a single EC2 VPC", "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getvpc/"},
	{"subnets of a VPC", counting("aws:ec2/getSubnets:getSubnets", func(n wired) Props { return filtered(filter("vpc-id", n.vpc.ID)) }, "ids", 2), "", ec2API + "API_DescribeSubnets.html"},
	{"subnets by two filters", counting("aws:ec2/getSubnets:getSubnets", func(n wired) Props {
		return filtered(filter("vpc-id", n.vpc.ID), filter("availability-zone", "us-east-1a", "us-east-1c"))
	}, "ids", 1), "", ec2API + "API_DescribeSubnets.html"},
	{"the default group of a VPC", within(func(n wired) error {
		return asking("aws:ec2/getSecurityGroup:getSecurityGroup", Props{"name": "default", "vpcId": n.vpc.ID}, "id", n.vpc.Outputs.String("defaultSecurityGroupId"))(n.World)
	}), "", vpcGuide + "default-security-group.html"},
	{"the table of a subnet", within(func(n wired) error {
		return asking("aws:ec2/getRouteTable:getRouteTable", Props{"subnetId": n.public.ID}, "id", n.table.ID)(n.World)
	}), "", ec2API + "API_DescribeRouteTables.html"},
	{"a subnet without a table of its own", within(func(n wired) error {
		return asking("aws:ec2/getRouteTable:getRouteTable", Props{"subnetId": n.private.ID}, "", "")(n.World)
	}), "query returned no results", "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getroutetable/"},
	{"the gateway of a VPC", within(func(n wired) error {
		return asking("aws:ec2/getInternetGateway:getInternetGateway", filtered(filter("attachment.vpc-id", n.vpc.ID)), "id", n.gateway.ID)(n.World)
	}), "", ec2API + "API_DescribeInternetGateways.html"},
	{"CloudFront's prefix list", asking("aws:ec2/getManagedPrefixList:getManagedPrefixList", Props{"name": "com.amazonaws.global.cloudfront.origin-facing"}, "addressFamily", "IPv4"),
		"", vpcGuide + "working-with-aws-managed-prefix-lists.html"},
	{"a zone by its name", asking("aws:index/getAvailabilityZone:getAvailabilityZone", Props{"name": "us-east-1a"}, "zoneId", "use1-az6"), "", "recordings: aws:index/getAvailabilityZones:getAvailabilityZones"},
	{"a zone of another region", asking("aws:index/getAvailabilityZone:getAvailabilityZone", Props{"name": "eu-west-1a"}, "", ""),
		"no matching EC2 Availability Zone found", "https://www.pulumi.com/registry/packages/aws/api-docs/getavailabilityzone/"},
	{"what carries a tag, in its own region", func(w *World) error {
		w.Make(netVPC, "net", Props{"cidrBlock": "10.0.0.0/16", "tags": Props{"System": "shop"}})
		w.Make(netVPC, "other", Props{"cidrBlock": "10.1.0.0/16", "tags": Props{"System": "blog"}})
		return errors.Join(same("here", 1, w.tagged("shop")), same("elsewhere", 0, w.in("eu-west-1").tagged("shop")))
	}, "", taggingDocs + "API_GetResources.html"},
	{"a policy lives in the world, and is found in one region", func(w *World) error {
		w.Make("aws:iam/policy:Policy", "read", Props{"policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}`, "tags": Props{"System": "shop"}})
		return errors.Join(same("in us-east-1", 1, w.tagged("shop")), same("elsewhere", 0, w.in("eu-west-1").tagged("shop")))
	}, "", taggingDocs + "API_GetResources.html"},
	{"an instance type that there is not", asking("aws:ec2/getInstanceType:getInstanceType", Props{"instanceType": "t9.micro"}, "", ""),
		"InvalidInstanceType: The following supplied instance types do not exist: [t9.micro]", ec2API + "API_DescribeInstanceTypes.html"},
	{"where an instance type is to be had", counting("aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings", func(wired) Props {
		return with(filtered(filter("instance-type", "t3.micro")), Props{"locationType": "availability-zone"})
	}, "locations", 6), "", ec2API + "API_DescribeInstanceTypeOfferings.html"},
}
