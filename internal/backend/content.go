package backend

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// content is what a stack's state is, as the engine writes and reads it.
type content struct {
	// Deployment is the resources with what is under way.
	Deployment apitype.DeploymentV3
	// Serial counts the updates.
	Serial int
	// Tags are what the CLI notes of the stack.
	Tags map[string]string
	// ByteString is true when a secret holds bytes that are no UTF-8, which
	// cannot be seen from outside.
	ByteString bool
}

// The versions of the deployment's form: the second is for deployments that use
// features which an older CLI must not overlook.
const (
	plainForm   = 3
	featureForm = 4
)

// form gives the version of the deployment's form and the features it uses, as
// the engine decides them:
// https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/stack/deployment.go (ApplyFeatures)
func (c *content) form() (version int, features []string) {
	used := map[string]bool{"byteString": c.ByteString, "snippets-prototype": len(c.Deployment.Snippets) > 0}
	note := func(resource apitype.ResourceV3) {
		for feature, uses := range map[string]bool{
			"refreshBeforeUpdate":       resource.RefreshBeforeUpdate,
			"views":                     resource.ViewOf != "",
			"hooks":                     len(resource.ResourceHooks) > 0,
			"taint":                     resource.Taint,
			"replaceWith":               len(resource.ReplaceWith) > 0,
			"extensionParameterization": resource.ExtensionRef != "",
			"snippets-prototype":        resource.SnippetID != "",
		} {
			used[feature] = used[feature] || uses
		}
	}
	for _, resource := range c.Deployment.Resources {
		note(resource)
	}
	for _, operation := range c.Deployment.PendingOperations {
		note(operation.Resource)
	}
	for feature, uses := range used {
		if uses {
			features = append(features, feature)
		}
	}
	slices.Sort(features)
	if len(features) > 0 {
		return featureForm, features
	}
	return plainForm, nil
}

// contentOf reads a whole state, as a CLI exports it.
func contentOf(name Name, deployment apitype.UntypedDeployment) (*content, error) {
	var read content
	if len(deployment.Deployment) > 0 {
		if err := strictly(deployment.Deployment, &read.Deployment); err != nil {
			return nil, &refusal{code: unreadable, message: fmt.Sprintf("the state of stack %s cannot be read: %v", name, err)}
		}
	}
	read.Deployment.SecretsProviders = anywhere(read.Deployment.SecretsProviders)
	tidy(read.Deployment.Resources)
	read.ByteString = slices.Contains(deployment.Features, "byteString")
	return &read, nil
}

// tidy leaves out what nobody reads, and puts in order what has none: the engine
// lists what a resource depends on in another order in each run, and a state that did
// not change should read the same.
func tidy(resources []apitype.ResourceV3) {
	for i := range resources {
		// Where in the program's calls a resource was registered is a fifth of a
		// state; the line in the program stays.
		resources[i].StackTrace = nil
		slices.Sort(resources[i].Dependencies)
		for _, urns := range resources[i].PropertyDependencies {
			slices.Sort(urns)
		}
	}
}
