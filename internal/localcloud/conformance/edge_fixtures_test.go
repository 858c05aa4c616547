package conformance

import "strings"

const (
	lbBalancer    = "aws:lb/loadBalancer:LoadBalancer"
	lbTargetGroup = "aws:lb/targetGroup:TargetGroup"
	lbListener    = "aws:lb/listener:Listener"
	lbRule        = "aws:lb/listenerRule:ListenerRule"
	acmCert       = "aws:acm/certificate:Certificate"
	acmValidation = "aws:acm/certificateValidation:CertificateValidation"
	dnsZone       = "aws:route53/zone:Zone"
	dnsSet        = "aws:route53/record:Record"
	s3Bucket      = "aws:s3/bucketV2:BucketV2"
	s3Object      = "aws:s3/bucketObjectv2:BucketObjectv2"
	cdn           = "aws:cloudfront/distribution:Distribution"
	iamRole       = "aws:iam/role:Role"
)

// site is a network with two public subnets and a security group.
type site struct {
	*World
	vpc, a, b, group Made
}

func newSite(w *World) site {
	s := site{World: w}
	s.vpc = w.Make("aws:ec2/vpc:Vpc", "net", Props{"cidrBlock": "10.0.0.0/16"})
	w.Make("aws:ec2/internetGateway:InternetGateway", "igw", Props{"vpcId": s.vpc.ID})
	s.a, s.b = s.subnet("a", "10.0.0.0/24"), s.subnet("b", "10.0.1.0/24")
	s.group = w.Make("aws:ec2/securityGroup:SecurityGroup", "group", Props{"vpcId": s.vpc.ID})
	return s
}

// subnet makes one in the zone that the name ends with.
func (s site) subnet(name, block string) Made {
	return s.Make("aws:ec2/subnet:Subnet", name, Props{"vpcId": s.vpc.ID, "cidrBlock": block, "availabilityZone": "us-east-1" + name[len(name)-1:]})
}

func (s site) subnets() []any { return []any{s.a.ID, s.b.ID} }

// elsewhere is a network that the site's things must not reach.
func (s site) elsewhere() (vpc, subnet, group Made) {
	vpc = s.Make("aws:ec2/vpc:Vpc", "far", Props{"cidrBlock": "10.9.0.0/16"})
	subnet = s.Make("aws:ec2/subnet:Subnet", "far", Props{"vpcId": vpc.ID, "cidrBlock": "10.9.0.0/24", "availabilityZone": "us-east-1c"})
	group = s.Make("aws:ec2/securityGroup:SecurityGroup", "far", Props{"vpcId": vpc.ID})
	return vpc, subnet, group
}

func (s site) balancer() Made {
	return s.Make(lbBalancer, "web", Props{"name": "web", "subnets": s.subnets(), "securityGroups": []any{s.group.ID}})
}

func (s site) targets(name string) Made {
	return s.Make(lbTargetGroup, name, Props{"name": name, "port": 8080, "protocol": "HTTP", "targetType": "ip", "vpcId": s.vpc.ID})
}

// pending is a certificate whose records nobody has made, issued one that is
// valid.
func pending(w *World, name string) Made {
	return w.Make(acmCert, name, Props{"domainName": name, "validationMethod": "DNS"})
}

func issued(w *World, name string) Made {
	certificate := pending(w, name)
	zone := w.Make(dnsZone, name, Props{"name": name[strings.IndexByte(name, '.')+1:]})
	for _, option := range certificate.Outputs.Maps("domainValidationOptions") {
		w.Make(dnsSet, name, Props{
			"zoneId": zone.ID, "name": option.String("resourceRecordName"), "type": "CNAME", "ttl": 60,
			"records": []any{option.String("resourceRecordValue")},
		})
	}
	w.Make(acmValidation, name, Props{"certificateArn": certificate.ID})
	return certificate
}

func answer() []any {
	return []any{Props{"type": "fixed-response", "fixedResponse": Props{"contentType": "text/plain", "statusCode": "404"}}}
}

func forward(arns ...string) []any {
	var groups []any
	for _, arn := range arns {
		groups = append(groups, Props{"arn": arn, "weight": 1})
	}
	return []any{Props{"type": "forward", "forward": Props{"targetGroups": groups}}}
}

func role(w *World, name, service string) Made {
	return w.Make(iamRole, name, Props{"name": name, "assumeRolePolicy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"` + service + `"}}]}`})
}

// on is a case's Do in a site.
func on(do func(s site) error) func(*World) error {
	return func(w *World) error { return do(newSite(w)) }
}

// after makes what a case needs first.
func after(typ string, inputs func(w *World) Props) func(*World) error {
	return func(w *World) error {
		_, err := w.Create(typ, "x", inputs(w))
		return err
	}
}

func (s site) try(typ string, inputs Props) error {
	_, err := s.Create(typ, "x", inputs)
	return err
}
