package aws

import (
	"net/netip"

	"groundwork/internal/localcloud"
)

const blockType = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"

// blockService is the further address ranges of a VPC.
func blockService() service {
	return service{kinds: map[string]localcloud.Kind{
		blockType: {Check: checkVpc, Create: createBlock, Delete: deleteBlock},
	}}
}

var blockLinks = []link{{from: blockType, path: "vpcId", to: vpcType, missing: noVPC, loose: true}}

// blocksOf are all ranges of a VPC.
func blocksOf(tx *localcloud.Tx, vpc *localcloud.Object) []netip.Prefix {
	var blocks []netip.Prefix
	if first, err := netip.ParsePrefix(vpc.String("cidrBlock")); err == nil {
		blocks = append(blocks, first)
	}
	for _, further := range tx.Where(blockType, "vpcId", vpc.ID) {
		if block, err := netip.ParsePrefix(further.String("cidrBlock")); err == nil {
			blocks = append(blocks, block)
		}
	}
	return blocks
}

// createBlock follows
// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
func createBlock(tx *localcloud.Tx, further *localcloud.Object) error {
	vpc := tx.Get(vpcType, further.String("vpcId"))
	block, err := netip.ParsePrefix(further.String("cidrBlock"))
	if vpc == nil || err != nil {
		return nil
	}
	blocks := blocksOf(tx, vpc)
	for _, taken := range blocks {
		if taken.Overlaps(block) {
			return tx.Fail(400, "InvalidVpc.Range", "The CIDR '%s' conflicts with an existing CIDR of the VPC", block)
		}
	}
	return exceeds(tx, blockQuota, len(blocks)+1, vpc.ID)
}

// deleteBlock refuses while a subnet has addresses of the range:
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateVpcCidrBlock.html
func deleteBlock(tx *localcloud.Tx, further *localcloud.Object) error {
	block, err := netip.ParsePrefix(further.String("cidrBlock"))
	if err != nil {
		return nil
	}
	for _, subnet := range tx.Where(subnetType, "vpcId", further.String("vpcId")) {
		if inside, err := netip.ParsePrefix(subnet.String("cidrBlock")); err == nil && inside.Overlaps(block) {
			return tx.Fail(400, "InvalidCidrBlock.InUse", "The vpc %s currently has a subnet within CIDR block %s", further.String("vpcId"), block)
		}
	}
	return nil
}
