package kubernetes

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/rules"
)

// releaseType is an installed Helm chart. Its workloads are not rendered; see
// chart.
const releaseType = "kubernetes:helm.sh/v3:Release"

// releaseTimeout is the provider's default, in seconds.
const releaseTimeout = 300

// releaseInputs are the properties of a release.
// https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/#inputs
var releaseInputs = []string{
	"allowNullValues", "atomic", "chart", "cleanupOnFail", "compat", "createNamespace", "dependencyUpdate", "description",
	"devel", "disableCRDHooks", "disableOpenapiValidation", "disableWebhooks", "forceUpdate", "keyring", "lint", "manifest",
	"maxHistory", "name", "namespace", "postrender", "recreatePods", "renderSubchartNotes", "replace", "repositoryOpts",
	"resetValues", "resourceNames", "reuseValues", "skipAwait", "skipCrds", "timeout", "valueYamlFiles", "values", "verify",
	"version", "waitForJobs",
}

// transient are properties that the provider does not keep.
var transient = []string{"compat", "manifest", "resourceNames", "valueYamlFiles"}

var releaseKind = localcloud.Kind{
	Reach:  readable,
	Create: createRelease,
	Update: updateRelease,
	Exists: func(tx *localcloud.Tx, _ *localcloud.Object) error {
		return tx.Fail(409, exists, "cannot re-use a name that is still in use")
	},
	Delete: func(tx *localcloud.Tx, _ *localcloud.Object) error {
		if err := reach(tx); err != nil {
			return tx.Fail(0, unreachable, "can't delete Helm Release with unreachable cluster. Reason: %q", err)
		}
		return nil
	},
}

// checkRelease names a release and fills in the provider's defaults; what is
// false, empty or zero counts as not given.
func checkRelease(c *localcloud.Check) {
	inputs := localcloud.Props{}
	for name, value := range c.News {
		switch {
		case !slices.Contains(releaseInputs, string(name)):
			c.Fail("", "unknown property %q of a Helm release; did you mean %q?", name, rules.Nearest(string(name), releaseInputs))
		case slices.Contains(transient, string(name)) || isZero(value):
		default:
			inputs[name] = value
		}
	}
	if !inputs.Has("chart") {
		c.Fail("", "missing required property \"chart\" of a Helm release")
	}
	if !inputs.Has("name") {
		inputs.Set("name", releaseName(c))
	}
	if !inputs.Has("namespace") {
		inputs.Set("namespace", defaultReleaseNamespace(c.Tx))
	}
	if !inputs.Bool("skipAwait") && !c.News.Has("timeout") {
		inputs.Set("timeout", releaseTimeout)
	}
	if name := inputs.String("name"); name != "" && (len(name) > longestRelease || !releaseNames.MatchString(name)) {
		c.Fail("", "release name %q: invalid release name, must match regex %s and the length must not be longer than %d",
			name, releaseNames, longestRelease)
	}
	c.Inputs = inputs
}

// https://helm.sh/docs/chart_best_practices/conventions/ and
// https://github.com/helm/helm/blob/v3.18.6/pkg/chartutil/validate_name.go
var releaseNames = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)

const longestRelease = 53

func isZero(value resource.PropertyValue) bool {
	plain := plainField(value)
	switch v := plain.(type) {
	case fields:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return plain == nil || plain == "" || plain == false || plain == 0.0
}

func releaseName(c *localcloud.Check) string {
	if old := c.Olds.String("name"); old != "" {
		return old
	}
	for i := 0; ; i++ {
		candidate := c.Name + "-" + c.Tx.Seeded("name", c.URN, fmt.Sprint(i)).Hex(8)
		if len(c.Tx.Where(releaseType, "name", candidate)) == 0 {
			return candidate
		}
	}
}

func defaultReleaseNamespace(tx *localcloud.Tx) string {
	if namespace := tx.Config().String("namespace"); namespace != "" {
		return namespace
	}
	return "default"
}

// diffRelease: only another name or namespace makes another release.
func diffRelease(d *localcloud.Diff) {
	old := plainFields(d.OldOutputs.Map("__inputs"))
	if len(old) == 0 {
		old = plainFields(d.OldInputs)
	}
	c := &comparison{force: splitAll([]string{"name", "namespace"})}
	c.maps(nil, old, plainFields(d.News))
	d.Verdict = c.verdict(d.Ignore)
}

// planRelease: what the chart makes of its values shows when it is installed.
func planRelease(p *localcloud.Plan) {
	p.Outputs = p.Inputs.Clone()
	p.Outputs.Set("__inputs", localcloud.Secret(p.Inputs))
	p.Outputs.Set("resourceNames", rules.Unknown())
	p.Outputs.Set("status", rules.Unknown())
}

func createRelease(tx *localcloud.Tx, release *localcloud.Object) error {
	if err := reach(tx); err != nil {
		return tx.Fail(0, unreachable, "can't create Helm Release with unreachable cluster: %v", err)
	}
	namespace := release.String("namespace")
	if !hasNamespace(tx, namespace) {
		if !release.Outputs.Bool("createNamespace") {
			return tx.Fail(404, notFound, "create: failed to create: namespaces %q not found", namespace)
		}
		tx.Put(made(tx, builtin[namespaceType], fields{"metadata": fields{"name": namespace}}))
	}
	deploy(release, 1)
	return nil
}

func updateRelease(tx *localcloud.Tx, old, release *localcloud.Object) error {
	if err := reach(tx); err != nil {
		return err
	}
	deploy(release, old.Outputs.Int("status.revision")+1)
	return nil
}

// made is an object that the cluster makes by itself.
func made(tx *localcloud.Tx, t *resourceType, inputs fields) *localcloud.Object {
	object := server{tx, t}.made(inputs)
	report(tx, t, object, true)
	name := textAt(object, "metadata", "name")
	return &localcloud.Object{
		Type: t.token(), Name: name, ID: objectID(textAt(object, "metadata", "namespace"), name), Outputs: propsOf(object),
	}
}

// deploy is the release's status after its installation. Without a version the
// newest chart is meant, which only its repository knows.
// https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/#releasestatus
func deploy(release *localcloud.Object, revision int) {
	status := localcloud.Props{}
	status.Set("status", "deployed")
	status.Set("revision", revision)
	for _, name := range []string{"chart", "name", "namespace", "version"} {
		if release.Outputs.Has(name) {
			status.Set(name, release.Outputs.Get(name))
		}
	}
	release.Set("status", status)
	release.Set("resourceNames", localcloud.Props{})
}

// projectRelease shows drift in what was asked for.
func projectRelease(release *localcloud.Object, inputs localcloud.Props) localcloud.Props {
	out := localcloud.Props{}
	for name, value := range release.Outputs {
		if _, asked := inputs[name]; asked || len(inputs) == 0 && slices.Contains(releaseInputs, string(name)) {
			out[name] = value
		}
	}
	delete(out, "resourceNames")
	return out
}
