// Package sites is a Pulumi program of any size: web sites in one network.
package sites

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Program registers exactly so many resources, its stack among them: a
// network, and in it as many sites as there is room for, each a component of
// resources that depend on each other.
func Program(count int) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		grower := &grower{ctx: ctx, left: count - 1}
		vpc, err := grower.add("aws:ec2/vpc:Vpc", "network", pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/16")})
		for i := 0; err == nil && grower.left > 0; i++ {
			err = grower.site(fmt.Sprintf("site%d", i), vpc)
		}
		return err
	}
}

// grower registers resources until none is left.
type grower struct {
	ctx  *pulumi.Context
	left int
}

type grown struct {
	pulumi.CustomResourceState
	ARN pulumi.StringOutput `pulumi:"arn"`
}

// add registers a resource; when none is left it gives one that nothing becomes
// of.
func (g *grower) add(token, name string, props pulumi.Map, options ...pulumi.ResourceOption) (*grown, error) {
	var resource grown
	if g.left == 0 {
		return &resource, nil
	}
	g.left--
	return &resource, g.ctx.RegisterResource(token, name, props, &resource, options...)
}

const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`

// planned is a resource of a site: what it is given depends on those before it.
type planned struct {
	token, name string
	props       func(before map[string]*grown) pulumi.Map
}

// site is a component of a security group with rules, buckets with settings, a
// queue, a role with a policy, and parameters that tell of them.
func (g *grower) site(name string, vpc *grown) error {
	var component pulumi.ResourceState
	if err := g.ctx.RegisterComponentResource("bench:site:Site", name, &component); err != nil {
		return err
	}
	g.left--
	made := map[string]*grown{"vpc": vpc}
	for _, next := range site {
		if g.left == 0 {
			break
		}
		resource, err := g.add(next.token, name+"-"+next.name, next.props(made), pulumi.Parent(&component))
		if err != nil {
			return fmt.Errorf("registering %s of %s: %w", next.name, name, err)
		}
		made[next.name] = resource
	}
	return g.ctx.RegisterResourceOutputs(&component, pulumi.Map{"name": pulumi.String(name)})
}

var site = []planned{
	{"aws:ec2/securityGroup:SecurityGroup", "group", func(before map[string]*grown) pulumi.Map {
		return pulumi.Map{"vpcId": before["vpc"].ID(), "description": pulumi.String("a site")}
	}},
	{"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "in", func(before map[string]*grown) pulumi.Map {
		return pulumi.Map{"securityGroupId": before["group"].ID(), "ipProtocol": pulumi.String("tcp"),
			"fromPort": pulumi.Int(443), "toPort": pulumi.Int(443), "cidrIpv4": pulumi.String("10.0.0.0/16")}
	}},
	{"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", func(before map[string]*grown) pulumi.Map {
		return pulumi.Map{"securityGroupId": before["group"].ID(), "ipProtocol": pulumi.String("-1"), "cidrIpv4": pulumi.String("0.0.0.0/0")}
	}},
	{"aws:s3/bucketV2:BucketV2", "bucket", func(map[string]*grown) pulumi.Map {
		return pulumi.Map{"tags": pulumi.StringMap{"Purpose": pulumi.String("bench")}}
	}},
	{"aws:s3/bucketVersioningV2:BucketVersioningV2", "versions", func(before map[string]*grown) pulumi.Map {
		return pulumi.Map{"bucket": before["bucket"].ID(), "versioningConfiguration": pulumi.Map{"status": pulumi.String("Enabled")}}
	}},
	{"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "private", func(before map[string]*grown) pulumi.Map {
		return pulumi.Map{"bucket": before["bucket"].ID(), "blockPublicAcls": pulumi.Bool(true), "blockPublicPolicy": pulumi.Bool(true)}
	}},
	{"aws:sqs/queue:Queue", "queue", func(map[string]*grown) pulumi.Map {
		return pulumi.Map{"visibilityTimeoutSeconds": pulumi.Int(60)}
	}},
	{"aws:iam/role:Role", "role", func(map[string]*grown) pulumi.Map {
		return pulumi.Map{"assumeRolePolicy": pulumi.String(trust)}
	}},
	{"aws:iam/rolePolicy:RolePolicy", "policy", func(before map[string]*grown) pulumi.Map {
		return pulumi.Map{"role": before["role"].ID(), "policy": pulumi.JSONMarshal(pulumi.Map{
			"Version": pulumi.String("2012-10-17"),
			"Statement": pulumi.Array{pulumi.Map{"Effect": pulumi.String("Allow"), "Action": pulumi.String("sqs:SendMessage"),
				"Resource": before["queue"].ARN}},
		})}
	}},
	{"aws:ssm/parameter:Parameter", "bucketname", func(before map[string]*grown) pulumi.Map {
		return pulumi.Map{"type": pulumi.String("String"), "value": before["bucket"].ID()}
	}},
	{"aws:ssm/parameter:Parameter", "queueaddress", func(before map[string]*grown) pulumi.Map {
		return pulumi.Map{"type": pulumi.String("String"), "value": before["queue"].ID(), "tier": pulumi.String("Standard")}
	}},
}
