package aws

import (
	"regexp"
	"strings"

	"groundwork/internal/localcloud"
)

// checkNodeGroup holds the sizes to
// https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupScalingConfig.html
func checkNodeGroup(c *localcloud.Check) {
	size := c.Inputs.Map("scalingConfig")
	if size == nil || c.Inputs.Unknown("scalingConfig") {
		return
	}
	least, desired, most := size.Int("minSize"), size.Int("desiredSize"), size.Int("maxSize")
	switch {
	case most < least:
		c.Fail("scalingConfig", "Minimum capacity %d can't be greater than maximum capacity %d", least, most)
	case desired < least:
		c.Fail("scalingConfig", "desired capacity %d can't be less than min size %d", desired, least)
	case desired > most:
		c.Fail("scalingConfig", "desired capacity %d can't be greater than max size %d", desired, most)
	}
	if c.Inputs.Has("launchTemplate") && c.Inputs.Has("diskSize") {
		c.Fail("diskSize", "Disk size must be specified within the launch template.")
	}
}

func nameNodeGroup(group *localcloud.Object) string { return group.String("nodeGroupName") }

// arm matches instance types with a Graviton processor:
// https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
var arm = regexp.MustCompile(`^(a1|[a-z]+[0-9]+[a-z]*g[a-z]*)\.`)

// createNodeGroup follows https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
func createNodeGroup(tx *localcloud.Tx, group *localcloud.Object) error {
	cluster := tx.Get(clusterType, group.String("clusterName"))
	if cluster == nil {
		return noCluster.about(tx, group.String("clusterName"))
	}
	for _, subnet := range subnetsOf(tx, group.Outputs.Strings("subnetIds")) {
		if subnet.String("vpcId") != cluster.String("vpcConfig.vpcId") {
			return tx.Fail(400, "InvalidParameterException", "Subnets are not tagged or not in the cluster's VPC: %s", subnet.ID)
		}
	}
	if err := trusted(tx, group.String("nodeRoleArn"), "ec2.amazonaws.com", noNodeTrust); err != nil {
		return err
	}
	if err := nodeVersion(tx, cluster, group); err != nil {
		return err
	}
	if err := nodeRelease(tx, group); err != nil {
		return err
	}
	if err := nodeImage(tx, group); err != nil {
		return err
	}
	if err := joins(tx, cluster, group); err != nil {
		return err
	}
	if err := boots(tx, group); err != nil {
		return err
	}
	if err := launches(tx, group); err != nil {
		return err
	}
	describeNodes(tx, group)
	return nil
}

var noNodeTrust = refusal{400, "InvalidParameterException", "Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole %s"}

// nodeVersion: kubelets are never newer than the control plane, and at most
// three minor versions older:
// https://kubernetes.io/releases/version-skew-policy/#kubelet
func nodeVersion(tx *localcloud.Tx, cluster, group *localcloud.Object) error {
	decide(group, "version", cluster.String("version"))
	ahead := minor(group.String("version")) - minor(cluster.String("version"))
	switch _, known := kubernetes[group.String("version")]; {
	case ahead > 0:
		return tx.Fail(400, "InvalidParameterException", "Requested Nodegroup kubernetes version %s is newer than the cluster's %s", group.String("version"), cluster.String("version"))
	case ahead < -3 || !known:
		return tx.Fail(400, "InvalidParameterException", "Requested Nodegroup release version %s is invalid. Allowed kubernetes version is %s", group.String("version"), cluster.String("version"))
	}
	return nil
}

// nodeImage: the image is for the instances' processor. Without one, EKS picks
// Amazon Linux 2023, as it does from 1.30 on.
func nodeImage(tx *localcloud.Tx, group *localcloud.Object) error {
	types := group.Outputs.Strings("instanceTypes")
	if len(types) == 0 {
		types = []string{"t3.medium"}
		decide(group, "instanceTypes", types)
	}
	fits := "AL2023_x86_64_STANDARD"
	if arm.MatchString(types[0]) {
		fits = "AL2023_ARM_64_STANDARD"
	}
	decide(group, "amiType", fits)
	image := group.String("amiType")
	for _, kind := range types {
		if image != "CUSTOM" && arm.MatchString(kind) != strings.Contains(image, "ARM_64") {
			return tx.Fail(400, "InvalidParameterException", "[%s] is not a valid instance type for requested amiType %s", kind, image)
		}
	}
	return nil
}

// joins: a node is ready only with a network add-on, which a cluster that was
// made without self-managed add-ons does not have by itself:
// https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html#worker-node-fail
func joins(tx *localcloud.Tx, cluster, group *localcloud.Object) error {
	bare := cluster.Outputs.Known("bootstrapSelfManagedAddons") && !cluster.Outputs.Bool("bootstrapSelfManagedAddons")
	if !bare || group.Outputs.Int("scalingConfig.desiredSize") == 0 || tx.Get(addonType, cluster.ID+":"+networkPlugin) != nil {
		return nil
	}
	return unready(tx, group, "NodeCreationFailure", "Unhealthy nodes in the kubernetes cluster")
}

// unready is a node group whose nodes never came.
func unready(tx *localcloud.Tx, group *localcloud.Object, code, reason string) error {
	return tx.Fail(400, code, "waiting for EKS Node Group (%s) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: %s: %s", group.ID, code, reason)
}

// allowedLabels are the prefixes and labels of Kubernetes' own that a node may
// give itself:
// https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
var allowedLabels = regexp.MustCompile(`^([a-z0-9.-]+\.)?(node|kubelet)\.kubernetes\.io/|^(beta\.)?kubernetes\.io/(arch|os|instance-type|hostname)$|^(failure-domain\.beta|topology)\.kubernetes\.io/(region|zone)$`)

// boots: kubelets with labels that they may not have do not start, and nodes in
// a public subnet need a public address to reach anything:
// https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html#managed-node-group-error-codes
func boots(tx *localcloud.Tx, group *localcloud.Object) error {
	if group.Outputs.Int("scalingConfig.desiredSize") == 0 {
		return nil
	}
	for label := range group.Outputs.StringMap("labels") {
		domain, _, prefixed := strings.Cut(label, "/")
		kubernetes := strings.HasSuffix("."+domain, ".kubernetes.io") || strings.HasSuffix("."+domain, ".k8s.io")
		if prefixed && kubernetes && !allowedLabels.MatchString(label) {
			return unready(tx, group, "NodeCreationFailure", "Instances failed to join the kubernetes cluster")
		}
	}
	if group.Outputs.Has("launchTemplate") {
		return nil // it may ask for addresses itself
	}
	for _, subnet := range subnetsOf(tx, group.Outputs.Strings("subnetIds")) {
		if leadsOut(tx, subnet) && !subnet.Outputs.Bool("mapPublicIpOnLaunch") {
			return unready(tx, group, "Ec2SubnetInvalidConfiguration", "One or more Amazon EC2 Subnets of ["+subnet.ID+"] for node group "+group.String("nodeGroupName")+" does not automatically assign public IP addresses to instances launched into it. If you want your instances to be assigned a public IP address, then you need to enable auto-assign public IP address for the subnet.")
		}
	}
	return nil
}

func describeNodes(tx *localcloud.Tx, group *localcloud.Object) {
	decide(group, "capacityType", "ON_DEMAND")
	decide(group, "status", "ACTIVE")
	decide(group, "releaseVersion", group.String("version")+newestImage)
	decide(group, "updateConfig", localcloud.PropsOf(map[string]any{"maxUnavailable": 1, "maxUnavailablePercentage": 0}))
	disk := 20
	if group.Outputs.Has("launchTemplate") {
		disk = 0
	}
	decide(group, "diskSize", disk)
	if template := tx.Get(templateType, group.String("launchTemplate.id")); template != nil {
		decideIn(group, "launchTemplate", map[string]any{"name": template.String("name")})
	} else if template := named(tx, templateType, "name", group.String("launchTemplate.name")); template != nil {
		decideIn(group, "launchTemplate", map[string]any{"id": template.ID})
	}
	if !group.Outputs.Known("resources") {
		scaling := "eks-" + group.String("nodeGroupName") + "-" + tx.Dice().UUID()
		group.Set("resources", []localcloud.Props{localcloud.PropsOf(map[string]any{
			"autoscalingGroups":           []localcloud.Props{localcloud.PropsOf(map[string]any{"name": scaling})},
			"remoteAccessSecurityGroupId": "",
		})})
	}
}

// hasNodes reports whether a cluster has somewhere to run a pod.
func hasNodes(tx *localcloud.Tx, cluster string) bool {
	for _, group := range tx.Where(nodeGroupType, "clusterName", cluster) {
		if group.Outputs.Int("scalingConfig.desiredSize") > 0 {
			return true
		}
	}
	return len(tx.Where(fargateType, "clusterName", cluster)) > 0
}
