package aws

import (
	"regexp"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

const imageType = "aws:ec2/ami:Ami"

// imageService is the data sources of machine images.
func imageService() service {
	return service{functions: map[string]localcloud.Function{
		"aws:ec2/getAmi:getAmi":       lookupImage,
		"aws:ec2/getAmiIds:getAmiIds": lookupImages,
	}}
}

// imageFilters are those of
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html
var imageFilters = filtering{
	"name": shows("name"), "architecture": shows("architecture"), "image-id": itsID, "owner-id": shows("ownerId"),
	"owner-alias": shows("imageOwnerAlias"), "virtualization-type": shows("virtualizationType"),
	"root-device-type": shows("rootDeviceType"), "root-device-name": shows("rootDeviceName"), "state": shows("state"),
	"image-type": shows("imageType"), "is-public": shows("public"), "hypervisor": shows("hypervisor"),
	"description": shows("description"), "ena-support": shows("enaSupport"), "creation-date": shows("creationDate"),
	"boot-mode": shows("bootMode"), "manifest-location": shows("imageLocation"), "platform-details": shows("platformDetails"),
	"usage-operation": shows("usageOperation"), "platform": shows("platform"), "sriov-net-support": shows("sriovNetSupport"),
	"block-device-mapping.volume-type": always("gp3"), "block-device-mapping.encrypted": always("false"),
	"block-device-mapping.delete-on-termination": always("true"),
}

// findImages are the images that the arguments admit, the newest first.
func findImages(tx *localcloud.Tx, args localcloud.Props) ([]*localcloud.Object, error) {
	list := []*localcloud.Object{}
	for _, i := range images {
		list = append(list, i.shown(tx))
	}
	list = append(list, tx.Select(imageType, nil)...)
	list, err := imageFilters.search(tx, args, slices.DeleteFunc(list, func(obj *localcloud.Object) bool {
		return !ownedBy(tx, obj, args.Strings("owners"))
	}))
	if err != nil {
		return nil, err
	}
	if pattern := args.String("nameRegex"); pattern != "" {
		compiled, err := regexp.Compile(pattern)
		if err != nil {
			return nil, tx.Fail(400, "InvalidParameterValue", "%q: %s", "name_regex", err)
		}
		list = slices.DeleteFunc(list, func(obj *localcloud.Object) bool { return !compiled.MatchString(obj.String("name")) })
	}
	slices.SortStableFunc(list, func(a, b *localcloud.Object) int {
		return strings.Compare(b.String("creationDate"), a.String("creationDate"))
	})
	return list, nil
}

func ownedBy(tx *localcloud.Tx, obj *localcloud.Object, owners []string) bool {
	owner := obj.String("ownerId")
	return len(owners) == 0 || slices.Contains(owners, owner) ||
		slices.Contains(owners, obj.String("imageOwnerAlias")) && obj.String("imageOwnerAlias") != "" ||
		slices.Contains(owners, "self") && (owner == tx.Account() || owner == "")
}

// lookupImage follows the provider's aws_ami data source.
func lookupImage(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := findImages(tx, args)
	switch {
	case err != nil:
		return nil, err
	case len(list) == 0:
		return nil, tx.Fail(404, "NotFound", "Your query returned no results. Please change your search criteria and try again.")
	case len(list) > 1 && !args.Bool("mostRecent"):
		return nil, tx.Fail(400, "MultipleMatches", "Your query returned more than one result. Please try a more specific search criteria, or set `most_recent` attribute to true.")
	}
	result := answered(args, list[0].ID, map[string]any{"tags": list[0].Outputs.StringMap("tagsAll")})
	for name, value := range list[0].Outputs {
		if name != "tagsAll" {
			result[name] = value
		}
	}
	result.Set("includeDeprecated", args.Bool("includeDeprecated"))
	return result, nil
}

func lookupImages(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := findImages(tx, args)
	if err != nil {
		return nil, err
	}
	if args.Bool("sortAscending") {
		slices.Reverse(list)
	}
	return answered(args, tx.Region(), map[string]any{"ids": idsOf(list)}), nil
}

// publicParameters are the parameters with which AWS and Canonical publish the
// ids of images, and the image each stands for:
// https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html,
// https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html,
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html,
// https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/
var publicParameters = []struct{ name, image string }{
	{"/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{arch}", "al2023-ami-2023.*-{arch}"},
	{"/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-{arch}", "al2023-ami-2023.*-{arch}"},
	{"/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-{arch}", "al2023-ami-minimal-2023.*-{arch}"},
	{"/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-{arch}-gp2", "amzn2-ami-hvm-2.0.*-{arch}-gp2"},
	{"/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-{arch}-gp2", "amzn2-ami-kernel-5.10-hvm-*-{arch}-gp2"},
	{"/aws/service/eks/optimized-ami/1.30/amazon-linux-2023/{arch}/standard/recommended/image_id", "amazon-eks-node-al2023-{arch}-standard-1.30-*"},
	{"/aws/service/eks/optimized-ami/1.31/amazon-linux-2023/{arch}/standard/recommended/image_id", "amazon-eks-node-al2023-{arch}-standard-1.31-*"},
	{"/aws/service/eks/optimized-ami/1.32/amazon-linux-2023/{arch}/standard/recommended/image_id", "amazon-eks-node-al2023-{arch}-standard-1.32-*"},
	{"/aws/service/bottlerocket/aws-k8s-1.31/{arch}/latest/image_id", "bottlerocket-aws-k8s-1.31-{arch}-*"},
	{"/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id", "al2023-ami-ecs-hvm-*-x86_64"},
	{"/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id", "al2023-ami-ecs-hvm-*-arm64"},
	{"/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id", "amzn2-ami-ecs-hvm-*-x86_64-ebs"},
	{"/aws/service/canonical/ubuntu/server/20.04/stable/current/{ubuntu}/hvm/ebs-gp2/ami-id", "*/ubuntu-focal-20.04-{ubuntu}-server-*"},
	{"/aws/service/canonical/ubuntu/server/22.04/stable/current/{ubuntu}/hvm/ebs-gp2/ami-id", "*/ubuntu-jammy-22.04-{ubuntu}-server-*"},
	{"/aws/service/canonical/ubuntu/server/24.04/stable/current/{ubuntu}/hvm/ebs-gp3/ami-id", "*/ubuntu-noble-24.04-{ubuntu}-server-*"},
}

// publicParameter is the image id that a public parameter holds; "" when there
// is no such parameter.
func publicParameter(tx *localcloud.Tx, name string) string {
	for _, p := range publicParameters {
		for _, arch := range []string{"x86_64", "arm64"} {
			if filled(p.name, "", arch) != name {
				continue
			}
			for _, i := range images { // the newest of a family comes first
				if anyMatch([]string{filled(p.image, "", arch)}, []string{i.name}) {
					return i.id(tx, tx.Region())
				}
			}
		}
	}
	return ""
}
