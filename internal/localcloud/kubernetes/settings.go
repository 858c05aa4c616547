package kubernetes

import "groundwork/internal/localcloud/facts"

// settings are what a provider takes, with the kind of their value.
// https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/#inputs
var settings = map[facts.Element][]string{
	facts.String: {"cluster", "clusterIdentifier", "context", "kubeconfig", "namespace", "renderYamlToDirectory"},
	facts.Bool: {
		"alwaysRender", "deleteUnreachable", "enableConfigMapMutable", "enablePatchForce", "enableSecretMutable",
		"enableServerSideApply", "skipUpdateUnreachable", "suppressDeprecationWarnings", "suppressHelmHookWarnings",
		"upsertExistingObjects",
	},
	facts.Any: {"helmReleaseSettings", "kubeClientSettings"},
}

// Options implements localcloud.Package.
func (*Package) Options() facts.Properties {
	props := facts.Properties{}
	for element, names := range settings {
		for _, name := range names {
			props[name] = &facts.Property{Name: name, Element: element, Optional: true}
		}
	}
	// It may be given as an object, too, and holds credentials.
	props["kubeconfig"].Element, props["kubeconfig"].Sensitive = facts.Any, true
	return props
}
