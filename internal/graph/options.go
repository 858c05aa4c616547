package graph

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// optionsOf are the options that a request sets, but for those that a Resource
// has fields for.
func optionsOf(req *pulumirpc.RegisterResourceRequest) []Option {
	set := map[string][]string{
		"additionalSecretOutputs": req.GetAdditionalSecretOutputs(),
		"aliases":                 aliases(req),
		"customTimeouts":          timeouts(req.GetCustomTimeouts()),
		"deletedWith":             named(req.GetDeletedWith()),
		"envVarMappings":          pairs(req.GetEnvVarMappings(), same),
		"hideDiffs":               req.GetHideDiffs(),
		"hooks":                   hooks(req.GetHooks()),
		"ignoreChanges":           req.GetIgnoreChanges(),
		"import":                  text(req.GetImportId()),
		"pluginDownloadURL":       text(req.GetPluginDownloadURL()),
		"protect":                 flag(req.Protect),
		"providers":               pairs(req.GetProviders(), func(reference string) string { return strings.Join(named(string(providerOf(reference))), "") }),
		"replaceOnChanges":        req.GetReplaceOnChanges(),
		"replacementTrigger":      trigger(req.GetReplacementTrigger()),
		"replaceWith":             named(req.GetReplaceWith()...),
		"retainOnDelete":          flag(req.RetainOnDelete),
	}
	if req.GetDeleteBeforeReplace() || req.GetDeleteBeforeReplaceDefined() {
		set["deleteBeforeReplace"] = flag(&req.DeleteBeforeReplace)
	}
	var options []Option
	for name, values := range set {
		if len(values) > 0 {
			values = slices.Clone(values)
			slices.Sort(values)
			options = append(options, Option{name, values})
		}
	}
	slices.SortFunc(options, func(a, b Option) int { return cmp.Compare(a.Name, b.Name) })
	return options
}

func flag(value *bool) []string {
	if value == nil {
		return nil
	}
	return []string{strconv.FormatBool(*value)}
}

func text(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

func same(value string) string { return value }

func named(urns ...string) []string {
	var names []string
	for _, urn := range urns {
		if urn != "" {
			names = append(names, resource.URN(urn).Name())
		}
	}
	return names
}

func pairs(values map[string]string, show func(string) string) []string {
	var list []string
	for _, key := range slices.Sorted(maps.Keys(values)) {
		list = append(list, key+"="+show(values[key]))
	}
	return list
}

// trigger is a value in one line.
func trigger(given *structpb.Value) []string {
	if given == nil {
		return nil
	}
	value, err := plugin.UnmarshalPropertyValue("replacementTrigger", given, wireForm)
	if err != nil || value == nil {
		return []string{"null"}
	}
	short, below := shown(*value)
	return []string{strings.TrimSpace(short + " " + strings.Join(below, " "))}
}

func hooks(given *pulumirpc.RegisterResourceRequest_ResourceHooksBinding) []string {
	var list []string
	for moment, names := range map[string][]string{
		"beforeCreate": given.GetBeforeCreate(), "afterCreate": given.GetAfterCreate(),
		"beforeUpdate": given.GetBeforeUpdate(), "afterUpdate": given.GetAfterUpdate(),
		"beforeDelete": given.GetBeforeDelete(), "afterDelete": given.GetAfterDelete(),
		"onError": given.GetOnError(),
	} {
		for _, name := range names {
			list = append(list, moment+"="+name)
		}
	}
	return list
}

func timeouts(given *pulumirpc.RegisterResourceRequest_CustomTimeouts) []string {
	set := map[string]string{}
	for name, value := range map[string]string{
		"create": given.GetCreate(), "update": given.GetUpdate(), "delete": given.GetDelete(), "read": given.GetRead(),
	} {
		if value != "" {
			set[name] = value
		}
	}
	return pairs(set, same)
}

// aliases are the earlier URNs, or what of the URN was other.
func aliases(req *pulumirpc.RegisterResourceRequest) []string {
	list := slices.Clone(req.GetAliasURNs())
	for _, alias := range req.GetAliases() {
		if alias.GetUrn() != "" {
			list = append(list, alias.GetUrn())
			continue
		}
		spec := alias.GetSpec()
		set := map[string]string{}
		for part, value := range map[string]string{
			"name": spec.GetName(), "type": spec.GetType(), "stack": spec.GetStack(), "project": spec.GetProject(),
			"parent": strings.Join(named(spec.GetParentUrn()), ""),
		} {
			if value != "" {
				set[part] = value
			}
		}
		if spec.GetNoParent() {
			set["parent"] = "none"
		}
		list = append(list, strings.Join(pairs(set, same), " "))
	}
	return list
}
