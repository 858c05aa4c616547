package conformance

import "strings"

const (
	netMachine   = "aws:ec2/instance:Instance"
	netInterface = "aws:ec2/networkInterface:NetworkInterface"
	netKey       = "aws:ec2/keyPair:KeyPair"
	netTemplate  = "aws:ec2/launchTemplate:LaunchTemplate"

	runDocs = ec2API + "API_RunInstances.html"
	edKey   = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDdERhphsGg7sp9IRRDaMHFyTEgdmYjM6u2PM30CuO8G me@example.com"
)

// image finds the newest Amazon Linux 2023 of an architecture.
func (w *World) image(arch string) string {
	w.t.Helper()
	found, err := w.Invoke("aws:ec2/getAmi:getAmi", Props{
		"mostRecent": true, "owners": []any{"amazon"},
		"filters": []any{Props{"name": "name", "values": []any{"al2023-ami-2023.*-" + arch}}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return found.String("id")
}

// launching starts an instance in the wired world's public subnet.
func launching(changes func(n wired) Props) func(*World) error {
	return adding(netMachine, func(n wired) Props { return n.machine(changes(n)) })
}

func (n wired) machine(changes Props) Props {
	return with(Props{"ami": n.image("x86_64"), "instanceType": "t3.micro", "subnetId": n.public.ID}, changes)
}

// launched is a look at a started instance.
func launched(changes func(n wired) Props, look func(n wired, m Made) error) func(*World) error {
	return within(func(n wired) error {
		made, err := n.Create(netMachine, "added", n.machine(changes(n)))
		if err != nil {
			return err
		}
		return look(n, made)
	})
}

var machineCases = []Case{
	{"an instance", launching(nothing), "", runDocs},
	{"an image id that is none", launching(func(wired) Props { return Props{"ami": "ami-latest"} }), `InvalidAMIID.Malformed: Invalid id: "ami-latest"`, ec2Errors},
	{"an image of another region", within(func(n wired) error {
		there := n.in("eu-west-1").image("x86_64")
		_, err := n.Create(netMachine, "added", n.machine(Props{"ami": there}))
		return err
	}), "InvalidAMIID.NotFound: The image id", ec2Errors},
	{"an image of another architecture", launching(func(n wired) Props { return Props{"ami": n.image("arm64")} }),
		"The architecture 'x86_64' of the specified instance type does not match the architecture 'arm64' of the specified AMI", runDocs},
	{"an Arm image on a Graviton machine", launching(func(n wired) Props {
		return Props{"ami": n.image("arm64"), "instanceType": "t4g.micro"}
	}), "", runDocs},
	{"an instance type that is none", launching(func(wired) Props { return Props{"instanceType": "huge"} }),
		"InvalidParameterValue: Invalid value 'huge' for InstanceType.", ec2Errors},
	{"an instance in a subnet that is gone", launching(func(wired) Props { return Props{"subnetId": "subnet-0"} }), "InvalidSubnetID.NotFound", ec2Errors},
	{"an instance with a group that is gone", launching(func(wired) Props { return Props{"vpcSecurityGroupIds": []string{"sg-0"}} }), "InvalidGroup.NotFound", ec2Errors},
	{"an instance with another network's group", launching(func(n wired) Props {
		return Props{"vpcSecurityGroupIds": []string{n.Make(netGroup, "stranger", Props{"vpcId": n.other.ID}).ID}}
	}), "belong to different networks", runDocs},
	{"six groups on an instance", launching(func(n wired) Props {
		ids := []string{}
		for _, name := range strings.Fields("one two three four five six") {
			ids = append(ids, n.Make(netGroup, name, Props{"vpcId": n.vpc.ID}).ID)
		}
		return Props{"vpcSecurityGroupIds": ids}
	}), "SecurityGroupsPerInterfaceLimitExceeded", netRuleLimits},
	{"an instance with a key pair that is gone", launching(func(wired) Props { return Props{"keyName": "nobody"} }),
		"InvalidKeyPair.NotFound: The key pair 'nobody' does not exist", ec2Errors},
	{"an instance with a profile that is gone", launching(func(wired) Props { return Props{"iamInstanceProfile": "nobody"} }),
		"Invalid IAM Instance Profile name", runDocs},
	{"an instance with a template that is gone", launching(func(wired) Props { return Props{"launchTemplate": Props{"id": "lt-0"}} }),
		"InvalidLaunchTemplateId.NotFound", ec2Errors},
	{"an address outside the subnet", launching(func(wired) Props { return Props{"privateIp": "10.0.7.7"} }),
		"does not fall within the subnet's address range", runDocs},
	{"an address that another instance has", within(func(n wired) error {
		n.Make(netMachine, "first", n.machine(Props{"privateIp": "10.0.0.10"}))
		_, err := n.Create(netMachine, "second", n.machine(Props{"privateIp": "10.0.0.10"}))
		return err
	}), "InvalidIPAddress.InUse", ec2Errors},
	{"an instance in a public subnet has a public address", launched(nothing, func(_ wired, m Made) error {
		return same("its name", true, strings.HasSuffix(m.Outputs.String("publicDns"), ".compute-1.amazonaws.com"))
	}), "", vpcGuide + "vpc-ip-addressing.html"},
	{"an instance in a private subnet has none", launched(func(n wired) Props { return Props{"subnetId": n.private.ID} }, func(_ wired, m Made) error {
		return same("its public address", "", m.Outputs.String("publicIp"))
	}), "", vpcGuide + "vpc-ip-addressing.html"},
	{"an instance without groups has the default one", launched(nothing, func(n wired, m Made) error {
		return alike("its groups", []string{n.vpc.Outputs.String("defaultSecurityGroupId")}, m.Outputs.Strings("vpcSecurityGroupIds"))
	}), "", vpcGuide + "default-security-group.html"},
	{"an instance without a subnet is in the default VPC", launched(func(wired) Props { return Props{"subnetId": nil} }, func(n wired, m Made) error {
		subnet, err := n.Invoke("aws:ec2/getSubnet:getSubnet", Props{"id": m.Outputs.String("subnetId")})
		if err != nil {
			return err
		}
		return same("default for its zone", true, subnet.Bool("defaultForAz"))
	}), "", runDocs},
	{"an instance takes its image from a template", func(w *World) error {
		template := w.Make(netTemplate, "t", Props{"imageId": w.image("x86_64"), "instanceType": "t3.small"})
		made, err := w.Create(netMachine, "m", Props{"launchTemplate": Props{"id": template.ID}})
		if err != nil {
			return err
		}
		return same("its type", "t3.small", made.Outputs.String("instanceType"))
	}, "", "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-launch-templates.html"},
	{"a root volume of the image's size", launched(nothing, func(_ wired, m Made) error {
		return same("its size", 8, m.Outputs.Int("rootBlockDevice.volumeSize"))
	}), "", "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/RootDeviceStorage.html"},
	{"an instance that may not be terminated", launched(func(wired) Props { return Props{"disableApiTermination": true} }, func(n wired, m Made) error {
		return n.Delete(netMachine, "added", m)
	}), "OperationNotPermitted: The instance", ec2Errors},
	{"an instance keeps its subnet", launched(nothing, func(n wired, _ Made) error {
		return n.Delete(netSubnet, "public", n.public)
	}), "DependencyViolation: The subnet", vpcGuide + "subnet-deleting.html"},
	{"an instance keeps its group", launched(func(n wired) Props { return Props{"vpcSecurityGroupIds": []string{n.group.ID}} }, func(n wired, _ Made) error {
		return n.Delete(netGroup, "group", n.group)
	}), "DependencyViolation: resource", vpcGuide + "deleting-security-groups.html"},
	{"another image replaces an instance", launched(nothing, func(n wired, m Made) error {
		got, err := n.Replaces(netMachine, "added", m, n.machine(Props{"ami": "ami-0c55b159cbfafe1f0"}))
		if err != nil {
			return err
		}
		return alike("what replaces it", []string{"ami"}, got)
	}), "", "facts: aws:ec2/instance:Instance"},

	{"a network interface outside its subnet", adding(netInterface, func(n wired) Props {
		return Props{"subnetId": n.private.ID, "privateIps": []string{"10.0.7.7"}}
	}), "does not fall within the subnet's address range", ec2API + "API_CreateNetworkInterface.html"},
	{"two network interfaces of one address", within(func(n wired) error {
		inputs := Props{"subnetId": n.private.ID, "privateIps": []string{"10.0.1.10"}}
		n.Make(netInterface, "first", inputs)
		_, err := n.Create(netInterface, "second", inputs)
		return err
	}), "InvalidIPAddress.InUse", ec2Errors},
	{"a network interface keeps its subnet", within(func(n wired) error {
		n.Make(netInterface, "card", Props{"subnetId": n.private.ID})
		return n.Delete(netSubnet, "private", n.private)
	}), "DependencyViolation", vpcGuide + "subnet-deleting.html"},

	{"a key", func(w *World) error {
		made, err := w.Create(netKey, "me", Props{"keyName": "me", "publicKey": edKey})
		if err != nil {
			return err
		}
		return same("its type", "ed25519", made.Outputs.String("keyType"))
	}, "", ec2API + "API_ImportKeyPair.html"},
	{"a key that is none", creating(netKey, Props{"keyName": "me", "publicKey": "ssh-rsa mine"}), "InvalidKey.Format", ec2Errors},
	{"a key of a kind that EC2 does not take", creating(netKey, Props{"publicKey": "ssh-dss AAAAB3NzaC1kc3MAAAAA me"}), "InvalidKey.Format", ec2API + "API_ImportKeyPair.html"},
	{"a key's name twice", func(w *World) error {
		w.Make(netKey, "one", Props{"keyName": "me", "publicKey": edKey})
		_, err := w.Create(netKey, "two", Props{"keyName": "me", "publicKey": edKey})
		return err
	}, "InvalidKeyPair.Duplicate", ec2Errors},
	{"a template's name twice", func(w *World) error {
		w.Make(netTemplate, "one", Props{"name": "nodes"})
		_, err := w.Create(netTemplate, "two", Props{"name": "nodes"})
		return err
	}, "InvalidLaunchTemplateName.AlreadyExistsException", ec2Errors},
}
