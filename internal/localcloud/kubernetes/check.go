package kubernetes

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// Annotations and labels of the provider.
// https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/
const (
	autonamed = "pulumi.com/autonamed"
	skipAwait = "pulumi.com/skipAwait"
	managedBy = "app.kubernetes.io/managed-by"
)

// checkObject makes of a program's inputs what the provider makes of them, and
// refuses what the API server would refuse in a dry run. The real provider lets
// objects of a namespace that does not exist yet pass until it creates them.
func checkObject(c *localcloud.Check) {
	t, ok := parseToken(c.Type)
	if !ok {
		c.Fail("", "the kubernetes provider has no resource type %q", c.Type)
		return
	}
	base, patch := patched(c.Type)
	if patch {
		t = base
	}
	if reason := unsupported(t); reason != "" {
		c.Fail("", "%s", reason)
		return
	}
	inputs := plainFields(c.News)
	if reason := identity(t, inputs); reason != "" {
		c.Fail("", "%s", reason)
		return
	}
	problems := misfits(t, inputs)
	inputs = normalize(t, inputs)
	if _, hidden := inputs["metadata"].(unknown); !hidden && len(problems) == 0 {
		if patch {
			namePatch(c, inputs)
		} else {
			name(c, inputs)
			label(c, inputs)
		}
		place(c, t, inputs)
	}
	c.Inputs = conceal(propsOf(inputs), c.News)
	if len(problems) == 0 && len(c.Failures) == 0 && !patch {
		problems = dryRun(c, t, inputs)
	}
	for _, problem := range problems {
		c.Fail("", "%s", problem)
	}
}

// unsupported says why objects of a type cannot be made.
func unsupported(t *resourceType) string {
	of := func(suffix string) bool {
		base := *t
		base.kind = strings.TrimSuffix(t.kind, suffix)
		return base.kind != t.kind && builtin[base.token()] != nil
	}
	switch {
	case of("List"):
		return "list resources exist for compatibility with YAML manifests and Helm charts, and cannot be created directly. " +
			"Use the underlying resource type instead"
	}
	return ""
}

// identity fills in what the SDKs write of themselves, and refuses another
// kind's.
func identity(t *resourceType, inputs fields) string {
	for _, part := range []struct{ name, want string }{{"apiVersion", t.apiVersion()}, {"kind", t.kind}} {
		given, ok := inputs[part.name]
		if !ok {
			inputs[part.name] = part.want
			continue
		}
		if given != part.want {
			return fmt.Sprintf("the %s in the data (%v) does not match the expected %s (%s)", part.name, given, part.name, part.want)
		}
	}
	return ""
}

// namePatch refuses a patch of nothing, and of a provider that cannot patch.
func namePatch(c *localcloud.Check, inputs fields) {
	if clientSide(c.Tx.Config()) {
		c.Fail("", "patch resources require Server-side Apply mode, which is enabled using the `enableServerSideApply` Provider config")
	}
	if given := at(inputs, "metadata", "name"); given == nil || given == "" {
		c.Fail("", "patch resources require the resource `.metadata.name` to be set")
	}
}

// name gives an object without a name one, "<resource>-<8 hex>", or the one it
// got before.
func name(c *localcloud.Check, inputs fields) {
	if given := at(inputs, "metadata", "name"); given != nil && given != "" {
		return
	}
	if at(inputs, "metadata", "generateName") != nil {
		if config := c.Tx.Config(); !clientSide(config) {
			c.Fail("", "the `.metadata.generateName` field is not supported in Server-Side Apply mode")
		}
		return
	}
	olds := plainFields(c.Olds)
	chosen := textAt(olds, "metadata", "name")
	if len(olds) > 0 && textAt(olds, "metadata", "annotations", autonamed) != "true" {
		return
	}
	if chosen == "" {
		if c.Auto != nil && c.Auto.Disabled {
			c.Fail("", "autonaming is disabled, resource requires the .metadata.name field to be set")
			return
		}
		chosen = proposed(c)
	}
	put(inputs, chosen, "metadata", "name")
	put(inputs, "true", "metadata", "annotations", autonamed)
}

// proposed is a free name. Its end follows from the resource, so that a preview
// and the update after it agree; one that is taken, as during a replacement,
// leads to the next, unless this resource's own interrupted create took it.
func proposed(c *localcloud.Check) string {
	if c.Auto != nil && c.Auto.Proposed != "" {
		return c.Auto.Proposed
	}
	for i := 0; ; i++ {
		candidate := c.Name + "-" + c.Tx.Seeded("name", c.URN, fmt.Sprint(i)).Hex(8)
		taken := c.Tx.Where(c.Type, "metadata.name", candidate)
		if !slices.ContainsFunc(taken, func(o *localcloud.Object) bool { return o.URN != c.URN || !c.Tx.Awaits(o) }) {
			return candidate
		}
	}
}

// label marks what is made with client-side apply.
func label(c *localcloud.Check, inputs fields) {
	old := at(plainFields(c.Olds), "metadata", "labels", managedBy)
	if len(c.Olds) == 0 && clientSide(c.Tx.Config()) || old == "pulumi" {
		put(inputs, "pulumi", "metadata", "labels", managedBy)
	}
}

// clientSide reports whether server-side apply is switched off. Settings come
// as booleans or as text.
func clientSide(config localcloud.Props) bool {
	return setting(config, "enableServerSideApply") == "false"
}

func setting(config localcloud.Props, name string) string {
	if !config.Has(name) {
		return ""
	}
	return fmt.Sprint(plainField(config.Get(name)))
}

// place puts an object without a namespace into the provider's.
func place(c *localcloud.Check, t *resourceType, inputs fields) {
	if given := at(inputs, "metadata", "namespace"); given != nil && given != "" || !namespaced(c.Tx, t) {
		return
	}
	namespace := c.Tx.Config().String("namespace")
	if namespace == "" {
		namespace = "default"
	}
	put(inputs, namespace, "metadata", "namespace")
}

// dryRun is what the server would refuse.
func dryRun(c *localcloud.Check, t *resourceType, inputs fields) []string {
	problems := refusals(c.Tx, t, inputs)
	if len(problems) == 0 && len(c.Olds) > 0 {
		problems = immutable(c, t, inputs)
	}
	return problems
}
