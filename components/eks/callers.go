package eks

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awsvpc "groundwork/internal/sdk/aws/vpc"
)

// apiPort is where the cluster's API answers.
const apiPort = 443

// Caller is who may reach the API from inside: a range of addresses, or a group of
// machines. One of the two is required.
type Caller struct {
	// CIDR is a range of the network's, of a peered one or of a VPN, such as
	// "10.30.0.0/16".
	CIDR string
	// SecurityGroupID is the group of the machines, such as "sg-0123456789abcdef0".
	SecurityGroupID string
}

// openAPI lets callers from inside reach the API. Its private endpoint stands behind
// the cluster's security group, which by itself lets in its own members only, nodes
// and pods:
// https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html#private-access
// The Kubernetes provider comes after the rules and goes before them.
func (b *builder) openAPI() error {
	for _, caller := range b.args.PrivateAccess {
		args := &awsvpc.SecurityGroupIngressRuleArgs{
			SecurityGroupId: b.out.SecurityGroupID,
			IpProtocol:      pulumi.String("tcp"),
			FromPort:        pulumi.Int(apiPort),
			ToPort:          pulumi.Int(apiPort),
			Description:     pulumi.String("the API, from " + caller.CIDR + caller.SecurityGroupID),
			Tags:            b.tags("eks", "api"),
		}
		if caller.CIDR != "" {
			args.CidrIpv4 = pulumi.String(caller.CIDR)
		} else {
			args.ReferencedSecurityGroupId = pulumi.String(caller.SecurityGroupID)
		}
		rule, err := awsvpc.NewSecurityGroupIngressRule(b.ctx, b.name+"-api-from-"+caller.name(), args, b.child()...)
		if err != nil {
			return err
		}
		b.access = append(b.access, rule)
	}
	return nil
}

// name tells callers apart; it does not change with their order.
func (c Caller) name() string {
	return strings.ReplaceAll(c.CIDR, "/", "-") + c.SecurityGroupID
}

func (c Caller) validate() error {
	if (c.CIDR == "") == (c.SecurityGroupID == "") {
		return fmt.Errorf("private access is from a range or from a security group, not from %q and %q", c.CIDR, c.SecurityGroupID)
	}
	if c.CIDR == "" {
		return nil
	}
	if prefix, err := netip.ParsePrefix(c.CIDR); err != nil || prefix.Bits() == 0 {
		return fmt.Errorf("private access from %q: this is not a range of addresses", c.CIDR)
	}
	return nil
}
