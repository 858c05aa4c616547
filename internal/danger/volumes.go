package danger

import (
	"cmp"
	"fmt"
	"slices"

	"groundwork/internal/changes"
)

const volumeClaim = "kubernetes:core/v1:PersistentVolumeClaim"

// volumesLeft tells, once for each zone that nodes leave, whose volumes may be in it: a
// volume stays in the zone where it was made, which no state of ours tells.
// https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes.html
func (s subject) volumesLeft() []verdict {
	zone := s.zone()
	if s.Operation != changes.Delete || len(s.standing()) > 0 || s.URN != s.index.firstLeft(zone) {
		return nil
	}
	var owners []string
	for _, claim := range s.index.byType[volumeClaim] {
		stays := claim.Operation != changes.Create && claim.Operation != changes.Delete
		if owner := claim.Within(); stays && !slices.Contains(owners, owner) {
			owners = append(owners, owner)
		}
	}
	if len(owners) == 0 {
		return nil
	}
	slices.Sort(owners)
	return []verdict{{level: Downtime,
		loss:   fmt.Sprintf("zone %s has no nodes any more: if the volume of %s is in it, its pods do not start", zone, some(owners)),
		advice: "look where it is before: kubectl get pv -o wide --show-labels; a snapshot of it can be restored in another zone"}}
}

func (s subject) zone() string {
	return cmp.Or(text(s.old("availabilityZoneId")), text(s.old("availabilityZone")))
}

// firstLeft is the first subnet of a zone that goes and had nodes.
func (i index) firstLeft(zone string) string {
	for _, other := range i.byType[subnetType] {
		s := subject{Resource: other, index: i}
		if s.Operation == changes.Delete && s.zone() == zone && slices.ContainsFunc(i.byType[nodeGroupType], s.hasNodes) {
			return s.URN
		}
	}
	return ""
}

// hasNodes is true of a node group that may put nodes into the subnet.
func (s subject) hasNodes(nodes changes.Resource) bool {
	return slices.Contains(texts(at(nodes.Before, "subnetIds")), s.ID)
}
