package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

// image is a public machine image. %s in a name is the architecture.
type image struct {
	// name is as the owner writes it, latest first among those of a family;
	// made is the day of its release.
	name, made string
	owner      *imageOwner
	// arch is "x86_64" or "arm64", root the device and size of its volume.
	arch, device string
	size         int
	describes    string
}

type imageOwner struct{ account, alias, location string }

// The accounts that publish images:
// https://docs.aws.amazon.com/linux/al2023/ug/ec2.html,
// https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/
var (
	amazonLinux  = &imageOwner{"137112412989", "amazon", "amazon/"}
	eksImages    = &imageOwner{"602401143452", "amazon", "amazon/"}
	ecsImages    = &imageOwner{"591542846629", "amazon", "amazon/"}
	bottlerocket = &imageOwner{"092701018921", "amazon", "amazon/"}
	ubuntuImages = &imageOwner{"099720109477", "amazon", "amazon/"}
)

// imageFamilies are well known images, each of one or two releases so that the most
// recent one is a choice. {arch} is x86_64 or arm64, {ubuntu} amd64 or arm64,
// {day} the release's day.
var imageFamilies = []struct {
	name      string
	owner     *imageOwner
	device    string
	size      int
	days      []string
	describes string
}{
	{"al2023-ami-2023.6.{day}.0-kernel-6.1-{arch}", amazonLinux, "/dev/xvda", 8, []string{"20250107", "20241212"}, "Amazon Linux 2023 AMI 2023.6.{day}.0 {arch} HVM kernel-6.1"},
	{"al2023-ami-minimal-2023.6.{day}.0-kernel-6.1-{arch}", amazonLinux, "/dev/xvda", 2, []string{"20250107"}, "Amazon Linux 2023 AMI 2023.6.{day}.0 {arch} Minimal HVM kernel-6.1"},
	{"amzn2-ami-hvm-2.0.{day}.0-{arch}-gp2", amazonLinux, "/dev/xvda", 8, []string{"20250108", "20241217"}, "Amazon Linux 2 AMI 2.0.{day}.0 {arch} HVM gp2"},
	{"amzn2-ami-kernel-5.10-hvm-2.0.{day}.0-{arch}-gp2", amazonLinux, "/dev/xvda", 8, []string{"20250108"}, "Amazon Linux 2 Kernel 5.10 AMI 2.0.{day}.0 {arch} HVM gp2"},
	{"ubuntu/images/hvm-ssd/ubuntu-focal-20.04-{ubuntu}-server-{day}", ubuntuImages, "/dev/sda1", 8, []string{"20250112", "20241112"}, "Canonical, Ubuntu, 20.04, {ubuntu} focal image"},
	{"ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-{ubuntu}-server-{day}", ubuntuImages, "/dev/sda1", 8, []string{"20250112", "20241206"}, "Canonical, Ubuntu, 22.04, {ubuntu} jammy image"},
	{"ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-{ubuntu}-server-{day}", ubuntuImages, "/dev/sda1", 8, []string{"20250115", "20241206"}, "Canonical, Ubuntu, 24.04, {ubuntu} noble image"},
	{"amazon-eks-node-al2023-{arch}-standard-1.30-v{day}", eksImages, "/dev/xvda", 20, []string{"20250116"}, "EKS-optimized Kubernetes node based on Amazon Linux 2023, (k8s: 1.30)"},
	{"amazon-eks-node-al2023-{arch}-standard-1.31-v{day}", eksImages, "/dev/xvda", 20, []string{"20250116"}, "EKS-optimized Kubernetes node based on Amazon Linux 2023, (k8s: 1.31)"},
	{"amazon-eks-node-al2023-{arch}-standard-1.32-v{day}", eksImages, "/dev/xvda", 20, []string{"20250116"}, "EKS-optimized Kubernetes node based on Amazon Linux 2023, (k8s: 1.32)"},
	{"bottlerocket-aws-k8s-1.31-{arch}-v1.31.0-{day}", bottlerocket, "/dev/xvda", 2, []string{"20250117"}, "bottlerocket-aws-k8s-1.31-{arch}"},
	{"al2023-ami-ecs-hvm-2023.0.{day}-kernel-6.1-{arch}", ecsImages, "/dev/xvda", 30, []string{"20250115"}, "Amazon Linux AMI 2023.0.{day} {arch} ECS HVM EBS"},
	{"amzn2-ami-ecs-hvm-2.0.{day}-{arch}-ebs", ecsImages, "/dev/xvda", 30, []string{"20250115"}, "Amazon Linux AMI 2.0.{day} {arch} ECS HVM GP2"},
}

var images = func() []image {
	var list []image
	for _, f := range imageFamilies {
		for _, day := range f.days {
			for _, arch := range []string{"x86_64", "arm64"} {
				list = append(list, image{
					name: filled(f.name, day, arch), describes: filled(f.describes, day, arch), made: day,
					owner: f.owner, arch: arch, device: f.device, size: f.size,
				})
			}
		}
	}
	return list
}()

func filled(text, day, arch string) string {
	ubuntu := arch
	if arch == "x86_64" {
		ubuntu = "amd64"
	}
	return strings.NewReplacer("{day}", day, "{arch}", arch, "{ubuntu}", ubuntu).Replace(text)
}

// id is the image's id in a region; each region has its own copy.
func (i image) id(tx *localcloud.Tx, region string) string {
	return "ami-" + tx.Seeded("image", region, i.name).Hex(17)
}

func (i image) created() string {
	return i.made[:4] + "-" + i.made[4:6] + "-" + i.made[6:] + "T12:00:00.000Z"
}

// shown is the image as an object with what data sources show of it.
func (i image) shown(tx *localcloud.Tx) *localcloud.Object {
	id := i.id(tx, tx.Region())
	snapshot := "snap-" + tx.Seeded("snapshot", id).Hex(17)
	return &localcloud.Object{Type: imageType, ID: id, Name: i.name, Outputs: localcloud.PropsOf(map[string]any{
		"architecture": i.arch, "arn": "arn:aws:ec2:" + tx.Region() + "::image/" + id,
		"blockDeviceMappings": []any{map[string]any{
			"deviceName": i.device, "noDevice": "", "virtualName": "",
			"ebs": map[string]any{
				"delete_on_termination": "true", "encrypted": "false", "iops": "0", "throughput": "0",
				"snapshot_id": snapshot, "volume_size": number(i.size), "volume_type": "gp3",
			},
		}},
		"bootMode": "uefi-preferred", "creationDate": i.created(), "deprecationTime": "", "description": i.describes,
		"enaSupport": true, "hypervisor": "xen", "imageId": id, "imageLocation": i.owner.location + i.name,
		"imageOwnerAlias": i.owner.alias, "imageType": "machine", "imdsSupport": "", "kernelId": "", "name": i.name,
		"ownerId": i.owner.account, "platform": "", "platformDetails": "Linux/UNIX", "productCodes": []any{},
		"public": true, "ramdiskId": "", "rootDeviceName": i.device, "rootDeviceType": "ebs", "rootSnapshotId": snapshot,
		"sriovNetSupport": "simple", "state": "available", "stateReason": map[string]any{"code": "UNSET", "message": "UNSET"},
		"tagsAll": map[string]any{}, "tpmSupport": "", "usageOperation": "RunInstances", "virtualizationType": "hvm",
	})}
}

// findImage is the architecture and the root volume of an image of the region.
func findImage(tx *localcloud.Tx, id string) (image, bool) {
	for _, i := range images {
		if i.id(tx, tx.Region()) == id {
			return i, true
		}
	}
	return image{}, false
}
