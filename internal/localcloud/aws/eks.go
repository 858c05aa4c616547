package aws

import (
	"encoding/base64"
	"net/netip"
	"strings"

	"groundwork/internal/localcloud"
)

// clusterService is EKS.
func clusterService() service {
	return service{functions: clusterFunctions, kinds: map[string]localcloud.Kind{
		clusterType: {
			Check: checkCluster, Plan: planCluster, Create: createCluster, Update: updateCluster, Delete: deleteCluster,
			Diff: diffCluster,
		},
		nodeGroupType:    {Check: checkNodeGroup, Create: createNodeGroup, Update: updateNodeGroup, Delete: deleteNodeGroup, Name: nameNodeGroup},
		fargateType:      {Check: checkFargate, Create: createFargate, Name: nameFargate},
		addonType:        {Create: createAddon, Update: updateAddon, Delete: deleteAddon, Name: nameAddon},
		accessEntryType:  {Create: createAccessEntry, Delete: deleteAccessEntry, Name: namePrincipal},
		accessPolicyType: {Check: checkAccessPolicy, Create: createAccessPolicy, Name: namePrincipal},
		podIdentityType:  {Create: createPodIdentity, Name: namePodIdentity},
	}}
}

// checkCluster: the API must be reachable in one way at least.
func checkCluster(c *localcloud.Check) {
	network := c.Inputs.Map("vpcConfig")
	if network.Known("endpointPublicAccess") && !network.Bool("endpointPublicAccess") && !network.Unknown("endpointPrivateAccess") && !network.Bool("endpointPrivateAccess") {
		c.Fail("vpcConfig", "Private and public endpoint access cannot be disabled both")
	}
	if name := c.Inputs.String("name"); len(name) > 100 {
		c.Fail("name", "expected length of name to be in the range (1 - 100), got %d", len(name))
	}
}

// reservedBlocks are addresses that nobody on the internet has:
// https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
var reservedBlocks = []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"}

// checkCallers: those who may call the public endpoint have public addresses.
func checkCallers(tx *localcloud.Tx, cluster *localcloud.Object) error {
	for _, caller := range cluster.Inputs.Strings("vpcConfig.publicAccessCidrs") {
		block, err := netip.ParsePrefix(caller)
		if err != nil {
			return tx.Fail(400, "InvalidParameterException", "The following CIDRs are invalid in publicAccessCidrs: [%s]", caller)
		}
		for _, private := range reservedBlocks {
			whole := netip.MustParsePrefix(private)
			if block.Bits() >= whole.Bits() && whole.Contains(block.Addr()) {
				return tx.Fail(400, "InvalidParameterException", "The following CIDRs are not allowed in publicAccessCidrs: [%s]", caller)
			}
		}
	}
	return nil
}

// planCluster adds the property that the SDK has beside the list of one.
func planCluster(p *localcloud.Plan) {
	p.Outputs["certificateAuthority"] = unknown()
	if list := p.Outputs.Maps("certificateAuthorities"); len(list) > 0 {
		p.Outputs.Set("certificateAuthority", list[0])
	}
}

// createCluster follows https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
// and https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html.
func createCluster(tx *localcloud.Tx, cluster *localcloud.Object) error {
	decide(cluster, "version", defaultKubernetes)
	offered, ok := supported(tx, cluster.String("version"))
	if !ok {
		return tx.Fail(400, "InvalidParameterException", "unsupported Kubernetes version")
	}
	vpc, err := clusterNetwork(tx, cluster)
	if err != nil {
		return err
	}
	if err := trusted(tx, cluster.String("roleArn"), "eks.amazonaws.com", noClusterRole); err != nil {
		return err
	}
	if err := checkCallers(tx, cluster); err != nil {
		return err
	}
	describeEndpoint(tx, cluster)
	cluster.Set("status", "ACTIVE")
	cluster.Set("platformVersion", "eks."+number(offered.platform))
	decideIn(cluster, "accessConfig", map[string]any{
		"authenticationMode": "CONFIG_MAP", "bootstrapClusterCreatorAdminPermissions": true,
	})
	decideIn(cluster, "kubernetesNetworkConfig", map[string]any{
		"ipFamily": "ipv4", "serviceIpv4Cidr": serviceBlock(vpc), "serviceIpv6Cidr": "",
		"elasticLoadBalancing": localcloud.PropsOf(map[string]any{"enabled": false}),
	})
	decideIn(cluster, "upgradePolicy", map[string]any{"supportType": "EXTENDED"})
	from := []string{}
	if cluster.Outputs.Bool("vpcConfig.endpointPublicAccess") {
		from = []string{"0.0.0.0/0"}
	}
	decideIn(cluster, "vpcConfig", map[string]any{
		"vpcId": vpc.ID, "clusterSecurityGroupId": clusterGroup(tx, cluster, vpc), "publicAccessCidrs": from,
	})
	return nil
}

// describeEndpoint gives the API its address and its authority.
func describeEndpoint(tx *localcloud.Tx, cluster *localcloud.Object) {
	host := strings.ToUpper(tx.Hex(32))
	cluster.Set("endpoint", "https://"+host+".gr7."+tx.Region()+".eks.amazonaws.com")
	cluster.Set("identities", []localcloud.Props{localcloud.PropsOf(map[string]any{
		"oidcs": []localcloud.Props{localcloud.PropsOf(map[string]any{
			"issuer": "https://oidc.eks." + tx.Region() + ".amazonaws.com/id/" + host,
		})},
	})})
	authority := localcloud.PropsOf(map[string]any{"data": certificateData(tx)})
	cluster.Set("certificateAuthorities", []localcloud.Props{authority})
	cluster.Set("certificateAuthority", authority)
}

// clusterNetwork: two zones, one VPC, and none of the zones without EKS.
func clusterNetwork(tx *localcloud.Tx, cluster *localcloud.Object) (*localcloud.Object, error) {
	subnets := subnetsOf(tx, cluster.Outputs.Strings("vpcConfig.subnetIds"))
	if len(zonesOf(subnets)) < 2 {
		return nil, tx.Fail(400, "InvalidParameterException", "Subnets specified must be in at least two different AZs")
	}
	for _, subnet := range subnets {
		if subnet.String("vpcId") != subnets[0].String("vpcId") {
			return nil, tx.Fail(400, "InvalidParameterException", "Subnets specified must belong to the same VPC: %s", subnets[0].String("vpcId"))
		}
		if zonesWithoutEKS[subnet.String("availabilityZoneId")] {
			return nil, tx.Fail(400, "UnsupportedAvailabilityZoneException",
				"Cannot create cluster '%s' because %s, the targeted availability zone, does not currently have sufficient capacity to support the cluster.",
				cluster.ID, subnet.String("availabilityZone"))
		}
	}
	vpc := tx.Get(vpcType, subnets[0].String("vpcId"))
	if vpc == nil {
		return nil, noVPC.about(tx, subnets[0].String("vpcId"))
	}
	return vpc, nil
}

// zonesWithoutEKS are from
// https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
var zonesWithoutEKS = map[string]bool{"use1-az3": true, "usw1-az2": true, "cac1-az3": true}

// clusterGroup makes the group of the cluster's own network interfaces and of
// its managed nodes; it goes with the cluster:
// https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
func clusterGroup(tx *localcloud.Tx, cluster, vpc *localcloud.Object) string {
	id := "sg-" + tx.Hex(17)
	name := "eks-cluster-sg-" + cluster.ID + "-" + number(tx.Dice().Int(1999999999))
	tags := map[string]string{"Name": name, "kubernetes.io/cluster/" + cluster.ID: "owned", "aws:eks:cluster-name": cluster.ID}
	group := &localcloud.Object{Type: groupType, ID: id, Name: name, Outputs: localcloud.PropsOf(map[string]any{
		"arn": tx.ARN("ec2", "security-group/"+id), "name": name, "vpcId": vpc.ID, "ownerId": tx.Account(),
		"description": "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.",
		"tags":        tags, "tagsAll": tags, "revokeRulesOnDelete": false,
		"ingress": []localcloud.Props{localcloud.PropsOf(map[string]any{"fromPort": 0, "toPort": 0, "protocol": "-1", "self": true})},
		"egress":  []localcloud.Props{localcloud.PropsOf(map[string]any{"fromPort": 0, "toPort": 0, "protocol": "-1", "cidrBlocks": []string{"0.0.0.0/0"}})},
	})}
	tx.Put(group)
	return id
}

// serviceBlock: EKS takes the block that the VPC does not have:
// https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
func serviceBlock(vpc *localcloud.Object) string {
	const first, second = "10.100.0.0/16", "172.20.0.0/16"
	block, err := netip.ParsePrefix(vpc.String("cidrBlock"))
	if err == nil && block.Overlaps(netip.MustParsePrefix("10.0.0.0/8")) {
		return second
	}
	return first
}

// certificateData looks like a certificate and proves nothing.
func certificateData(tx *localcloud.Tx) string {
	body := base64.StdEncoding.EncodeToString(tx.Dice().Bytes(768))
	return base64.StdEncoding.EncodeToString([]byte("-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n"))
}
