package backend

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// DropDangling takes out references to resources that are no more: a refresh may
// have found them gone while others still depend on them. Resources come after
// those that they depend on.
func DropDangling(resources []apitype.ResourceV3) {
	known := map[resource.URN]bool{}
	parents := map[resource.URN]resource.URN{}
	unknown := func(urn resource.URN) bool { return !known[urn] }
	for i := range resources {
		r := &resources[i]
		r.Dependencies = slices.DeleteFunc(slices.Clone(r.Dependencies), unknown)
		r.ReplaceWith = slices.DeleteFunc(slices.Clone(r.ReplaceWith), unknown)
		if len(r.PropertyDependencies) > 0 {
			kept := map[resource.PropertyKey][]resource.URN{}
			for property, needs := range r.PropertyDependencies {
				if needs = slices.DeleteFunc(slices.Clone(needs), unknown); len(needs) > 0 {
					kept[property] = needs
				}
			}
			r.PropertyDependencies = kept
		}
		if unknown(r.DeletedWith) {
			r.DeletedWith = ""
		}
		// A child of what is gone becomes a child of its parent.
		if r.Parent != "" && unknown(r.Parent) {
			r.Parent = parents[r.Parent]
		}
		known[r.URN], parents[r.URN] = true, r.Parent
	}
}
