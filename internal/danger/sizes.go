package danger

import (
	"fmt"

	apiresource "k8s.io/apimachinery/pkg/api/resource"

	"groundwork/internal/changes"
)

// size is one that grows in place and never shrinks. What is replaced gets
// another size, and is judged by what is lost with it.
type size struct {
	path string
	less func(before, after any) bool
	// loss says it of the values before and after, advice of the one before.
	loss   func(s subject) string
	advice func(s subject) string
}

// sizes are by type.
var sizes = map[string]size{
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html
	"aws:rds/instance:Instance": {"allocatedStorage", lessNumber,
		func(s subject) string {
			return fmt.Sprintf("the database's storage of %v GB can't become %v GB", s.old("allocatedStorage"), s.new("allocatedStorage"))
		},
		func(s subject) string {
			return fmt.Sprintf("write storage: %vGB; a smaller database is a new one, filled from a dump", s.old("allocatedStorage"))
		}},
	// https://docs.aws.amazon.com/ebs/latest/userguide/modify-volume-requirements.html
	"aws:ebs/volume:Volume": {"size", lessNumber,
		func(s subject) string {
			return fmt.Sprintf("a volume of %v GB can't become %v GB", s.old("size"), s.new("size"))
		},
		func(subject) string { return "leave its size; a smaller volume is a new one, and its files are copied" }},
	// https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims
	"kubernetes:core/v1:PersistentVolumeClaim": {claimSize, lessQuantity,
		func(s subject) string {
			return fmt.Sprintf("the volume %s of %v can't become %v", text(s.old("metadata.name")), s.old(claimSize), s.new(claimSize))
		},
		func(s subject) string {
			return fmt.Sprintf("write storage: %v; a smaller volume is a new one, filled from a dump", s.old(claimSize))
		}},
}

const claimSize = "spec.resources.requests.storage"

// sizeRule refuses what is to become smaller and can't. A replica's storage is its
// source's, and told with it.
func sizeRule(s subject) []verdict {
	kind, is := sizes[s.Type]
	if !is || s.Operation != changes.Update || isReplica(s) || !kind.less(s.new(kind.path), s.old(kind.path)) {
		return nil
	}
	return []verdict{{level: Refused, mild: grave, loss: kind.loss(s), advice: kind.advice(s), paths: []string{kind.path}}}
}

func lessNumber(a, b any) bool {
	one, is := changes.Number(a)
	other, too := changes.Number(b)
	return is && too && one < other
}

// lessQuantity compares quantities of Kubernetes: "900Mi" is less than "1Gi".
func lessQuantity(a, b any) bool {
	one, wrong := apiresource.ParseQuantity(text(a))
	other, err := apiresource.ParseQuantity(text(b))
	return wrong == nil && err == nil && one.Cmp(other) < 0
}
