package kubernetes

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"groundwork/internal/localcloud"
)

const (
	subnetType = "aws:ec2/subnet:Subnet"
	// home is the note of a claim that says in which zone its volume is.
	home = "zone"
	// elsewhere is what the scheduler says of a node in another zone.
	// https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/scheduler/framework/plugins/volumebinding/binder.go
	elsewhere = "node(s) didn't match PersistentVolume's node affinity"
)

// zonesOf are the zones that a group has nodes in, or may have; none where its
// subnets are not known.
func zonesOf(tx *localcloud.Tx, group *localcloud.Object) []string {
	var zones []string
	for _, id := range group.Outputs.Strings("subnetIds") {
		if subnet := tx.World().Get(subnetType, id); subnet != nil && subnet.String("availabilityZone") != "" {
			zones = append(zones, subnet.String("availabilityZone"))
		}
	}
	slices.Sort(zones)
	return slices.Compact(zones)
}

// claimed are the claims that a pod has its volumes through, as far as they are there.
func claimed(tx *localcloud.Tx, namespace string, spec *corev1.PodSpec) []*localcloud.Object {
	var claims []*localcloud.Object
	for _, volume := range spec.Volumes {
		if volume.PersistentVolumeClaim == nil {
			continue
		}
		if claim := tx.Get(claimType, objectID(namespace, volume.PersistentVolumeClaim.ClaimName)); claim != nil {
			claims = append(claims, claim)
		}
	}
	return claims
}

// homesOf are the zones that a pod is bound to by its volumes.
func homesOf(claims []*localcloud.Object) []string {
	var zones []string
	for _, claim := range claims {
		if zone := claim.Notes[home]; zone != "" && !slices.Contains(zones, zone) {
			zones = append(zones, zone)
		}
	}
	return zones
}

// within tells whether the nodes may be where all the volumes are.
func (n nodes) within(homes []string) bool {
	return len(homes) == 0 || len(n.zones) == 0 || len(homes) == 1 && slices.Contains(n.zones, homes[0])
}

// settleVolumes makes the volumes of a pod that has a place, in a zone of its node,
// where they stay.
// https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode
// https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes.html
func settleVolumes(tx *localcloud.Tx, t *resourceType, object fields) {
	path, ok := templates[t.token()]
	var pod corev1.PodTemplateSpec
	if !ok || tx.Preview() || decode(at(object, path...), &pod) != nil || at(object, "spec", "replicas") == 0.0 {
		return
	}
	claims := claimed(tx, textAt(object, "metadata", "namespace"), &pod.Spec)
	homes := homesOf(claims)
	zone := ""
	if len(homes) > 0 {
		zone = homes[0]
	} else if len(claims) > 0 {
		zone = chosen(tx, &pod.Spec, claims[0].ID)
	}
	for _, claim := range claims {
		if claim.Notes[home] == "" && zone != "" {
			claim.Note(home, zone)
			tx.Put(claim)
		}
	}
}

// chosen is the zone of a node that takes the pod: any of those where it may be.
func chosen(tx *localcloud.Tx, spec *corev1.PodSpec, seed string) string {
	groups, _ := nodesOf(tx)
	var zones []string
	for _, group := range groups {
		if len(group.refuses(spec)) == 0 {
			zones = append(zones, group.zones...)
		}
	}
	if len(zones) == 0 {
		return ""
	}
	slices.Sort(zones)
	sum := 0
	for _, letter := range []byte(seed) {
		sum += int(letter)
	}
	return zones[sum%len(zones)]
}
