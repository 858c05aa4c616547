package spec

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

const (
	// publicAccessLimit is EKS's: https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
	publicAccessLimit = 40
	nodesLimit        = 450
	smallestDisk      = 20 * Gi
	largestDisk       = 16 * Ti
)

var (
	principalForm = regexp.MustCompile(`^arn:aws:iam::[0-9]{12}:(role|user)/[\w+=,.@/-]+$`)
	instanceForm  = regexp.MustCompile(`^([a-z]+[0-9]+[a-z0-9-]*)\.(nano|micro|small|medium|large|xlarge|[0-9]+xlarge|metal(-[0-9]+xl)?)$`)
)

func (v *validator) compute() {
	v.imageCache()
	eks := v.sys.Compute.EKS
	v.kubernetes(eks.Version)
	v.namespace(eks.Namespace)
	v.publicAccess(eks.PublicAccessCIDRs)
	v.privateAccess(eks)
	v.principals("admins", eks.Admins, nil)
	v.principals("viewers", eks.Viewers, eks.Admins)
	v.logRetention(at("compute", "eks", "logRetention"), eks.LogRetention, false)
	v.nodes(eks.Nodes)
	v.nodeImage(eks)
}

// principals checks who is let into the cluster; others are in already.
func (v *validator) principals(key string, arns, others []string) {
	for i, arn := range arns {
		path := at("compute", "eks", key, i)
		switch {
		case !principalForm.MatchString(arn):
			v.add(path, arn, "whoever is let in is an IAM role or user by its ARN: an access entry knows neither the account's root nor the sessions of a role (arn:aws:sts::...)",
				"the ARN of the role or the user itself")
		case slices.Contains(arns[:i], arn):
			v.add(path, arn, "it is named twice, and EKS refuses a second access entry for one principal", "nothing: leave it out")
		case slices.Contains(others, arn):
			v.add(path, arn, "it is among the admins, and EKS refuses a second access entry for one principal", "nothing: leave it out")
		}
	}
}

// namespaceForm is a DNS label:
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
var namespaceForm = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)

// addonNamespaces are those that add-ons have in every cluster that has them.
var addonNamespaces = []string{"cert-manager", "keda"}

func (v *validator) namespace(name string) {
	path := at("compute", "eks", "namespace")
	switch {
	case !namespaceForm.MatchString(name):
		v.add(path, name, "a namespace is a DNS label: lower-case letters, digits and dashes, at most 63", "namespace: "+dnsLabel(name))
	case slices.Contains(addonNamespaces, name):
		v.add(path, name, "this namespace is an add-on's: its rules and its objects would meet those of the system", "namespace: "+v.sys.Name+"-"+v.sys.Stack)
	case name == "default" || strings.HasPrefix(name, "kube-"):
		v.add(path, name, "this namespace is the cluster's own: nothing of a system is to be in it (CIS Kubernetes 5.6.4)", "namespace: "+v.sys.Name)
	}
}

func (v *validator) kubernetes(name string) {
	path := at("compute", "eks", "version")
	fresh := supportedNames(kubernetesVersions, v.today)
	i := find(kubernetesVersions, name)
	switch {
	case i < 0 && !regexp.MustCompile(`^1\.[0-9]{2}$`).MatchString(name):
		v.add(path, name, "this is a Kubernetes minor version; EKS chooses the patch", fmt.Sprintf("version: %q", defaultKubernetes))
	case i < 0:
		v.add(path, name, "this program knows the versions "+strings.Join(fresh, ", ")+" in standard support; what an unknown one costs and breaks cannot be checked", fmt.Sprintf("version: %q", defaultKubernetes))
	case !kubernetesVersions[i].supported(v.today):
		write := "a newer release of this program, which knows the versions of today"
		if len(fresh) > 0 {
			write = fmt.Sprintf("version: %q (a cluster that exists is upgraded one minor version at a time)", nextVersion(i, fresh))
		}
		v.add(path, name, fmt.Sprintf("this version left standard support on %s: in extended support the control plane costs 438 USD a month instead of 73",
			kubernetesVersions[i].until.Format("2006-01-02")), write)
	}
}

// nextVersion is the oldest supported version after the i-th.
func nextVersion(i int, fresh []string) string {
	for _, later := range kubernetesVersions[i+1:] {
		if slices.Contains(fresh, later.name) {
			return later.name
		}
	}
	return fresh[0]
}

// sharedRange is carriers' own between private and public ones, which EKS refuses as it
// does private ones: https://www.rfc-editor.org/rfc/rfc6598
var sharedRange = netip.MustParsePrefix("100.64.0.0/10")

func (v *validator) publicAccess(cidrs []string) {
	path := at("compute", "eks", "publicAccessCidrs")
	if len(cidrs) > publicAccessLimit {
		v.add(path, raw(count(len(cidrs), "range")), fmt.Sprintf("EKS takes at most %d ranges", publicAccessLimit), "fewer ranges, and wider ones")
	}
	for i, cidr := range cidrs {
		path := under(path, i)
		prefix, err := netip.ParsePrefix(cidr)
		switch {
		case err != nil || !prefix.Addr().Is4():
			v.add(path, cidr, "this is not a range of IPv4 addresses", "203.0.113.7/32 (the addresses you deploy from)")
		case prefix != prefix.Masked():
			v.add(path, cidr, "a range begins at its own first address", prefix.Masked().String())
		case prefix.Bits() == 0:
			v.add(path, cidr, "this opens the cluster's API to the whole internet (control EKS.1)", "203.0.113.7/32 (the addresses you deploy from)")
		case prefix.Addr().IsPrivate() || sharedRange.Overlaps(prefix) || prefix.Addr().IsMulticast() || prefix.Addr().IsLoopback() || prefix.Addr().IsLinkLocalUnicast():
			v.add(path, cidr, "these are private addresses, which EKS refuses here: who comes from inside is named under privateAccessFrom", "nothing: leave it out")
		}
	}
}

// nodeImageForm is a release of EKS's node images: the version of Kubernetes with its
// patch, and a day.
// https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-versions-al2023.html
var nodeImageForm = regexp.MustCompile(`^(1\.[0-9]{2})\.[0-9]+-20[0-9]{6}$`)

func (v *validator) nodeImage(eks EKS) {
	image := eks.Nodes.Image
	path := at("compute", "eks", "nodes", "image")
	switch parts := nodeImageForm.FindStringSubmatch(image); {
	case image == "":
	case parts == nil:
		v.add(path, image, "a release of EKS's node image is a version of Kubernetes with its patch, and a day", fmt.Sprintf("image: %s.0-20261110", eks.Version))
	case parts[1] != eks.Version:
		v.add(path, image, fmt.Sprintf("this image is of Kubernetes %s, and the cluster has %s: EKS takes images of its own version only", parts[1], eks.Version),
			"nothing: leave the key out for the newest, or an image of version "+eks.Version)
	}
}
