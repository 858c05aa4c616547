package conformance

const (
	eksCreate  = "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html"
	eksNetwork = "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html"
	eksNodes   = "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html"
	eksScaling = "https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupScalingConfig.html"
	eksAddons  = "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html"
	eksAccess  = "https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html"
	eksFargate = "https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html"
	eksUpgrade = "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html"
	eksVersion = "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html"
	eksZones   = "https://github.com/aws/containers-roadmap/issues/2258"
	eksTrouble = "https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html"

	eksType      = "aws:eks/cluster:Cluster"
	eksNodesType = "aws:eks/nodeGroup:NodeGroup"
	eksAddonType = "aws:eks/addon:Addon"
	entryType    = "aws:eks/accessEntry:AccessEntry"
	fargatesType = "aws:eks/fargateProfile:FargateProfile"
	admin        = "arn:aws:iam::123456789012:role/admin"
)

// eks makes a network and a role, and the inputs of a cluster.
func (w *World) eks(changes, network Props) (dataNet, Props) {
	w.t.Helper()
	n := w.network()
	return n, with(Props{
		"name": "prod", "version": "1.34", "roleArn": w.role("cluster", "eks.amazonaws.com"), "accessConfig": Props{"authenticationMode": "API"},
		"vpcConfig": with(Props{"subnetIds": []string{n.a.ID, n.b.ID}, "endpointPrivateAccess": true}, network),
	}, changes)
}

func eks(changes, network Props) func(*World) error {
	return func(w *World) error {
		_, inputs := w.eks(changes, network)
		_, err := w.Create(eksType, "prod", inputs)
		return err
	}
}

// reeks makes a cluster and changes it.
func reeks(first, changes Props) func(*World) error {
	return func(w *World) error {
		_, inputs := w.eks(first, nil)
		made := w.Make(eksType, "prod", inputs)
		_, err := w.Change(eksType, "prod", made, with(inputs, changes))
		return err
	}
}

// third is a subnet in a third zone.
func (n dataNet) third() Made {
	return n.Make("aws:ec2/subnet:Subnet", "third", Props{"vpcId": n.vpc.ID, "cidrBlock": "10.0.3.0/24", "availabilityZone": "us-east-1c"})
}

// moveEKS makes a cluster and gives it other subnets.
func moveEKS(subnets func(dataNet) []string) func(*World) error {
	return func(w *World) error {
		n, inputs := w.eks(nil, nil)
		made := w.Make(eksType, "prod", inputs)
		_, err := w.Change(eksType, "prod", made, with(inputs, Props{"vpcConfig": Props{"subnetIds": subnets(n), "endpointPrivateAccess": true}}))
		return err
	}
}

// inCluster makes something of a cluster.
func inCluster(typ string, inputs Props) func(*World) error {
	return func(w *World) error {
		_, cluster := w.eks(nil, nil)
		w.Make(eksType, "prod", cluster)
		_, err := w.Create(typ, "x", with(Props{"clusterName": "prod"}, inputs))
		return err
	}
}

func (n dataNet) nodes(changes Props) Props {
	return with(Props{
		"clusterName": "prod", "nodeGroupName": "n", "nodeRoleArn": n.role("nodes", "ec2.amazonaws.com"), "subnetIds": []string{n.a.ID, n.b.ID},
		"instanceTypes": []string{"t3.large"}, "amiType": "AL2023_x86_64_STANDARD", "scalingConfig": Props{"minSize": 2, "desiredSize": 2, "maxSize": 4},
	}, changes)
}

func nodes(changes Props) func(*World) error {
	return func(w *World) error {
		n, cluster := w.eks(nil, nil)
		w.Make(eksType, "prod", cluster)
		_, err := w.Create(eksNodesType, "n", n.nodes(changes))
		return err
	}
}

func sized(least, desired, most int) func(*World) error {
	return nodes(Props{"scalingConfig": Props{"minSize": least, "desiredSize": desired, "maxSize": most}})
}

func fargate(service string, public bool) func(*World) error {
	return func(w *World) error {
		n, cluster := w.eks(nil, nil)
		w.Make(eksType, "prod", cluster)
		if public {
			n.open()
		}
		_, err := w.Create(fargatesType, "f", Props{"clusterName": "prod", "podExecutionRoleArn": w.role("pods", service), "subnetIds": []string{n.a.ID}, "selectors": []any{Props{"namespace": "app"}}})
		return err
	}
}

var eksCases = []Case{
	{Name: "a cluster", Do: eks(nil, nil), Evidence: eksCreate},
	{Name: "a name twice", Do: func(w *World) error {
		_, inputs := w.eks(nil, nil)
		return twice(eksType, inputs)(w)
	}, Refused: "Cluster already exists with name: prod", Evidence: eksCreate},
	{Name: "a version that is over", Do: eks(Props{"version": "1.29"}, nil), Refused: "unsupported Kubernetes version", Evidence: eksVersion},
	{Name: "a version that is not there yet", Do: eks(Props{"version": "1.99"}, nil), Refused: "unsupported Kubernetes version", Evidence: eksVersion},
	{Name: "a subnet that is gone", Do: eks(nil, Props{"subnetIds": []string{"subnet-0", "subnet-1"}}), Refused: "The subnet ID 'subnet-0' does not exist", Evidence: eksNetwork},
	{Name: "one zone", Do: func(w *World) error {
		n, inputs := w.eks(nil, nil)
		_, err := w.Create(eksType, "prod", with(inputs, Props{"vpcConfig": Props{"subnetIds": []string{n.a.ID, n.also.ID}}}))
		return err
	}, Refused: "at least two different AZs", Evidence: eksNetwork},
	{Name: "no way to the API", Do: eks(nil, Props{"endpointPublicAccess": false, "endpointPrivateAccess": false}), Refused: "cannot be disabled", Evidence: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html"},
	{Name: "callers with private addresses", Do: eks(nil, Props{"publicAccessCidrs": []string{"10.0.0.0/16"}}), Refused: "publicAccessCidrs", Evidence: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html"},
	{Name: "callers with public addresses", Do: eks(nil, Props{"publicAccessCidrs": []string{"203.0.113.0/24"}}), Evidence: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html"},
	{Name: "a role that is gone", Do: eks(Props{"roleArn": admin}, nil), Refused: "could not be assumed because it does not exist or the trusted entity is not correct", Evidence: eksCreate},
	{Name: "a key that is gone", Do: eks(Props{"encryptionConfig": Props{"provider": Props{"keyArn": "arn:aws:kms:us-east-1:123456789012:key/0"}, "resources": []string{"secrets"}}}, nil), Refused: "Could not find the KMS key", Evidence: eksCreate},
	{Name: "a log that is none", Do: eks(Props{"enabledClusterLogTypes": []string{"kubelet"}}, nil), Refused: "kubelet", Evidence: "facts: aws:eks/cluster:Cluster"},
	{Name: "two versions up", Do: reeks(nil, Props{"version": "1.36"}), Refused: "Unsupported Kubernetes minor version update from 1.34 to 1.36", Evidence: eksUpgrade},
	{Name: "one version up", Do: reeks(nil, Props{"version": "1.35"}), Evidence: eksUpgrade},
	{Name: "a subnet more in a zone that it has", Do: moveEKS(func(n dataNet) []string { return []string{n.a.ID, n.b.ID, n.also.ID} }), Evidence: eksNetwork},
	{Name: "a zone more", Do: moveEKS(func(n dataNet) []string { return []string{n.a.ID, n.b.ID, n.third().ID} }),
		Refused: "Provided subnets belong to the AZs 'us-east-1a,us-east-1b,us-east-1c'. But they should belong to the exact set of AZs 'us-east-1a,us-east-1b' in which subnets were provided during cluster creation.", Evidence: eksZones},
	{Name: "a zone for another", Do: moveEKS(func(n dataNet) []string { return []string{n.a.ID, n.third().ID} }),
		Refused: "should belong to the exact set of AZs 'us-east-1a,us-east-1b'", Evidence: eksZones},
	{Name: "back to the config map", Do: reeks(nil, Props{"accessConfig": Props{"authenticationMode": "CONFIG_MAP"}}), Refused: "Unsupported authentication mode update from API to CONFIG_MAP", Evidence: eksAccess},
	{Name: "a node group", Do: nodes(nil), Evidence: eksNodes},
	{Name: "nodes of no cluster", Do: func(w *World) error {
		_, err := w.Create(eksNodesType, "n", w.network().nodes(nil))
		return err
	}, Refused: "No cluster found for name: prod.", Evidence: eksNodes},
	{Name: "fewer nodes than the least", Do: sized(3, 2, 4), Refused: "can't be less than min size", Evidence: eksScaling},
	{Name: "more nodes than the most", Do: sized(1, 5, 4), Refused: "can't be greater than max size", Evidence: eksScaling},
	{Name: "the most below the least", Do: sized(5, 5, 4), Refused: "can't be greater than maximum capacity", Evidence: eksScaling},
	{Name: "nodes newer than the control plane", Do: nodes(Props{"version": "1.35"}), Refused: "newer than the cluster's", Evidence: "https://kubernetes.io/releases/version-skew-policy/#kubelet"},
	{Name: "an image for another processor", Do: nodes(Props{"instanceTypes": []string{"m7g.large"}}), Refused: "is not a valid instance type for requested amiType", Evidence: eksNodes},
	{Name: "a template that is gone", Do: nodes(Props{"launchTemplate": Props{"id": "lt-0", "version": "1"}}), Refused: "Launch template details can't be found", Evidence: eksNodes},
	{Name: "a disk beside a template", Do: nodes(Props{"diskSize": 50, "launchTemplate": Props{"id": "lt-0", "version": "1"}}), Refused: "Disk size must be specified within the launch template.", Evidence: eksNodes},
	{Name: "nodes with a role's label", Do: nodes(Props{"labels": Props{"node-role.kubernetes.io/worker": "true"}}), Refused: "Instances failed to join the kubernetes cluster", Evidence: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3346"},
	{Name: "nodes without an address in a public subnet", Do: func(w *World) error {
		n, cluster := w.eks(nil, nil)
		w.Make(eksType, "prod", cluster)
		n.open()
		_, err := w.Create(eksNodesType, "n", n.nodes(nil))
		return err
	}, Refused: "Ec2SubnetInvalidConfiguration", Evidence: eksTrouble},
	{Name: "a cluster deleted before its nodes", Do: func(w *World) error {
		n, inputs := w.eks(nil, nil)
		cluster := w.Make(eksType, "prod", inputs)
		w.Make(eksNodesType, "n", n.nodes(nil))
		return w.Delete(eksType, "prod", cluster)
	}, Refused: "Cluster has nodegroups attached", Evidence: "https://docs.aws.amazon.com/eks/latest/userguide/delete-cluster.html"},
	{Name: "an add-on that EKS does not have", Do: inCluster(eksAddonType, Props{"addonName": "cilium"}), Refused: "Addon cilium specified is not supported", Evidence: eksAddons},
	{Name: "an add-on's version that is none", Do: inCluster(eksAddonType, Props{"addonName": "coredns", "addonVersion": "latest"}), Refused: "Addon version specified is not supported", Evidence: eksAddons},
	{Name: "an entry", Do: inCluster(entryType, Props{"principalArn": admin}), Evidence: eksAccess},
	{Name: "an entry for a group of Kubernetes' own", Do: inCluster(entryType, Props{"principalArn": admin, "kubernetesGroups": []string{"system:masters"}}), Refused: "cannot start with system:", Evidence: eksAccess},
	{Name: "a Fargate profile", Do: fargate("eks-fargate-pods.amazonaws.com", false), Evidence: eksFargate},
	{Name: "a Fargate profile in a public subnet", Do: fargate("eks-fargate-pods.amazonaws.com", true), Refused: "is not a private subnet", Evidence: "https://github.com/awslabs/eks-perf-tests/issues/195"},
	{Name: "a Fargate profile with a role for others", Do: fargate("ec2.amazonaws.com", false), Refused: "Misconfigured PodExecutionRole Trust Policy", Evidence: "https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html"},
}
