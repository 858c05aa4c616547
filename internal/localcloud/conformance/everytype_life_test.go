package conformance

import (
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/cloudtest"
	"groundwork/internal/localcloud/facts"
	"groundwork/internal/localcloud/rules"
)

// one is a resource of one type.
type one struct {
	life
	*cloudtest.Provider
	typ    string
	schema *facts.Resource
	s      *street
	Made
}

func (s *street) live(schema *facts.Resource) life {
	s.typ = schema.Token
	pkg, _, _ := strings.Cut(schema.Token, ":")
	r := &one{Provider: s.providers[pkg], typ: schema.Token, schema: schema, s: s}
	before := len(s.cloud.List())
	if r.checks() && r.creates() {
		r.reads()
		r.imports()
		r.changes()
		r.replaces()
		r.deletes()
		r.expect(len(s.cloud.List()) == before, "something is left behind")
	}
	return r.life
}

func (r *one) checks() bool {
	checked, failures := r.Check(r.typ, "x", r.s.inputs(r.schema), nil)
	if len(failures) > 0 {
		r.refusal = "check: " + strings.Join(failures, "; ")
		return false
	}
	r.Inputs = checked
	return true
}

func (r *one) creates() bool {
	r.previews()
	id, outputs, err := r.Create(r.typ, "x", r.Inputs)
	if err != nil {
		r.refusal = err.Error()
		return false
	}
	r.ID, r.Outputs = id, outputs
	r.expect(!resource.NewProperty(resource.PropertyMap(outputs)).ContainsUnknowns(), "something is unknown after create")
	for name := range r.schema.Properties {
		if value := outputs[resource.PropertyKey(name)]; r.schema.Secret(name) && !value.IsNull() {
			r.expect(value.IsSecret(), "%s is not secret", name)
		}
	}
	return true
}

// foreseen are computed properties that the provider was recorded to know in a
// preview. Without default tags, the plugin framework knows tagsAll, too.
var foreseen = map[string]bool{"aws:acm/certificate:Certificate.subjectAlternativeNames": true}

// chosen are properties whose value the service chooses and the provider does
// not: after an import the program has to write them.
var chosen = map[string]bool{
	"cloudflare:index/pagesProject:PagesProject.productionBranch": true,
	"cloudflare:index/ruleset:Ruleset.rules":                      true,
}

func (r *one) previews() {
	planned := r.Preview(r.typ, "x", r.Inputs)
	for name, p := range r.schema.Properties {
		key := resource.PropertyKey(name)
		_, given := r.Inputs[key]
		switch {
		case given:
			r.expect(r.Inputs[key].ContainsUnknowns() || !planned[key].ContainsUnknowns() || p.Element == facts.Object, "preview: %s is given and unknown", name)
		case p.Computed && p.Default == nil && !p.WriteOnly && !p.NotInSDK && !foreseen[r.typ+"."+name] && name != "tagsAll":
			r.expect(planned[key].ContainsUnknowns(), "preview: %s is computed and %v", name, planned[key])
		}
	}
}

func (r *one) reads() {
	id, outputs, inputs := r.Read(r.typ, "x", r.ID, r.Inputs, r.Outputs)
	r.expect(id == r.ID, "read by id gives %q for %q", id, r.ID)
	r.expect(resource.PropertyMap(outputs).DeepEquals(resource.PropertyMap(r.Outputs)), "read gives other outputs")
	r.expect(resource.PropertyMap(inputs).DeepEquals(resource.PropertyMap(r.Inputs)), "read gives other inputs")
}

// importIDs are the forms of import ids that are not the id, as properties.
var importIDs = map[string][]string{
	// https://www.pulumi.com/registry/packages/aws/api-docs/appautoscaling/target/#import
	"aws:appautoscaling/target:Target": {"serviceNamespace", "resourceId", "scalableDimension"},
	// https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketobjectv2/#import
	"aws:s3/bucketObject:BucketObject":     {"bucket", "key"},
	"aws:s3/bucketObjectv2:BucketObjectv2": {"bucket", "key"},
}

func (r *one) imports() {
	wanted := r.ID
	if form, ok := importIDs[r.typ]; ok {
		parts := make([]string, len(form))
		for i, property := range form {
			parts[i] = r.Outputs.String(property)
		}
		wanted = strings.Join(parts, "/")
	}
	id, outputs, inputs := r.Read(r.typ, "x", wanted, nil, nil)
	r.expect(id == r.ID, "import gives id %q for %q", id, r.ID)
	if id == "" {
		return
	}
	program := r.s.inputs(r.schema)
	for _, name := range r.schema.Auto { // it has to name what has a name
		if key := resource.PropertyKey(name); inputs.Has(name) {
			program[key] = inputs[key]
		}
	}
	news, failures := r.Check(r.typ, "x", program, inputs)
	r.expect(len(failures) == 0, "check after import: %v", failures)
	diff := r.Diff(r.typ, "x", r.ID, inputs, outputs, news)
	for path := range diff.GetDetailedDiff() {
		r.expect(chosen[r.typ+"."+path], "import differs: %v", diff.GetDetailedDiff())
	}
}

// changes changes the first property that may change in place.
func (r *one) changes() {
	for _, name := range slices.Sorted(maps.Keys(r.schema.Properties)) {
		p, key := r.schema.Properties[name], resource.PropertyKey(name)
		old, given := r.Inputs[key]
		if p.ForceNew || !p.Settable() || !given || bool(r.schema.NoUpdate) || p.WriteOnly {
			continue
		}
		value, ok := r.s.sampler.Value(name, p, 1)
		if !ok || rules.Equal(p, value, old) {
			continue
		}
		news := r.Inputs.Clone()
		news[key] = value
		diff := r.Diff(r.typ, "x", r.ID, r.Inputs, r.Outputs, news)
		r.expect(slices.Contains(diff.GetDiffs(), name), "change of %s is not seen: %v -> %v", name, old, value)
		if len(diff.GetReplaces()) > 0 {
			continue
		}
		outputs, err := r.Update(r.typ, "x", r.ID, r.Outputs, news, false)
		if err != nil {
			continue // it names nothing that exists
		}
		r.expect(rules.Equal(p, outputs[key], value) || p.Element == facts.Object, "change of %s shows %v for %v", name, outputs[key], value)
		r.Inputs, r.Outputs = news, outputs
		return
	}
}

// replaces changes every property that forces a replacement. A block of the SDK
// does so only as a whole: its properties say for themselves.
func (r *one) replaces() {
	for name, p := range r.schema.Properties {
		key := resource.PropertyKey(name)
		was := r.Inputs[key]
		if !p.ForceNew || !p.Settable() || p.WriteOnly || p.Element == facts.Object && !was.IsNull() && !r.schema.IsPlugin() {
			continue
		}
		for nth := range 4 {
			value, ok := r.s.sampler.Value(name, p, nth)
			if !ok || plainZero(value) || rules.Equal(p, value, was) || rules.Equal(p, value, r.Outputs[key]) {
				continue
			}
			news := r.Inputs.Clone()
			news[key] = value
			diff := r.Diff(r.typ, "x", r.ID, r.Inputs, r.Outputs, news)
			r.expect(slices.Contains(diff.GetReplaces(), name), "change of %s does not replace: %v -> %v", name, was, value)
			break
		}
	}
}

// plainZero reports whether a value is one that the SDK cannot tell from none.
func plainZero(v resource.PropertyValue) bool {
	return v.V == false || v.V == 0.0 || v.V == ""
}

func (r *one) deletes() {
	err := r.Delete(r.typ, "x", r.ID, r.Outputs)
	r.expect(err == nil, "delete is refused: %v", err)
	id, _, _ := r.Read(r.typ, "x", r.ID, r.Inputs, r.Outputs)
	r.expect(id == "", "it is there after its deletion")
}
