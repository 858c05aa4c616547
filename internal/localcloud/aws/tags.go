package aws

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/facts"
)

// planTags sets tagsAll: the provider's default tags and the resource's own.
// With neither, the SDK's types call it unknown until the create, the plugin
// framework's call it empty.
func planTags(p *localcloud.Plan) {
	described, ok := facts.AWS.Resource(p.Type)
	if !ok || described.Properties["tagsAll"] == nil {
		return
	}
	if p.Inputs.Unknown("tags") {
		p.Outputs["tagsAll"] = unknown()
		return
	}
	all := allTags(p.Tx.Config(), p.Inputs)
	if len(all) == 0 && !described.IsPlugin() && !p.Update {
		p.Outputs["tagsAll"] = unknown()
		return
	}
	p.Outputs["tagsAll"] = resource.NewProperty(all)
}

// allTags merges the provider's default tags with the resource's.
func allTags(config, inputs localcloud.Props) resource.PropertyMap {
	all := resource.PropertyMap{}
	for _, tags := range []localcloud.Props{config.Map("defaultTags.tags"), inputs.Map("tags")} {
		for name, value := range tags {
			if name != "__defaults" {
				all[name] = value
			}
		}
	}
	return all
}

// diffTags sees a change of the provider's default tags, which no input shows.
func diffTags(d *localcloud.Diff) {
	described, ok := facts.AWS.Resource(d.Type)
	if !ok || described.Properties["tagsAll"] == nil || d.OldOutputs == nil || d.News.Unknown("tags") {
		return
	}
	for _, ignored := range d.Ignore {
		if ignored == "tags" || ignored == "tagsAll" {
			return
		}
	}
	want := resource.NewProperty(allTags(d.Tx.Config(), d.News))
	have := d.OldOutputs.Get("tagsAll")
	if have.IsNull() {
		have = resource.NewProperty(resource.PropertyMap{})
	}
	if !have.ContainsUnknowns() && !plainEqual(want, have) {
		d.Change("tagsAll")
	}
}
