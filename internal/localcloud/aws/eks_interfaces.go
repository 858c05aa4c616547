package aws

import "groundwork/internal/localcloud"

// pluginGone is the note of nodes whose network add-on went before them.
const pluginGone = "networkPluginGone"

// deleteAddon: the network add-on gives nodes' pods interfaces, and takes them
// back. Gone too early, it leaves them to nobody:
// https://github.com/pulumi/pulumi-eks/issues/779
// https://github.com/aws/amazon-vpc-cni-k8s#eni-allocation
func deleteAddon(tx *localcloud.Tx, a *localcloud.Object) error {
	if a.String("addonName") != networkPlugin || a.Outputs.Bool("preserve") {
		return nil
	}
	for _, group := range tx.Where(nodeGroupType, "clusterName", a.String("clusterName")) {
		group.Note(pluginGone, "true")
		tx.Put(group)
	}
	return nil
}

const networkPlugin = "vpc-cni"

// deleteNodeGroup leaves one such interface for each node.
func deleteNodeGroup(tx *localcloud.Tx, group *localcloud.Object) error {
	cluster := tx.Get(clusterType, group.String("clusterName"))
	if group.Notes[pluginGone] == "" || cluster == nil || tx.Get(addonType, cluster.ID+":"+networkPlugin) != nil {
		return nil
	}
	subnets := group.Outputs.Strings("subnetIds")
	for i := range group.Outputs.Int("scalingConfig.desiredSize") {
		name := "aws-K8S-i-" + tx.Hex(17)
		_, err := tx.Make(interfaceType, name, localcloud.PropsOf(map[string]any{
			"subnetId": subnets[i%len(subnets)], "description": name,
			"securityGroups": []string{cluster.String("vpcConfig.clusterSecurityGroupId")},
			"tags":           map[string]string{"cluster.k8s.amazonaws.com/name": cluster.ID},
		}))
		if err != nil {
			return err
		}
	}
	return nil
}
