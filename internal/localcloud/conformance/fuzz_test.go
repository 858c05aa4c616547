package conformance

import (
	"flag"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/aws"
	"groundwork/internal/localcloud/cloudflare"
	"groundwork/internal/localcloud/cloudtest"
	"groundwork/internal/localcloud/facts"
	"groundwork/internal/localcloud/kubernetes"
	"groundwork/internal/localcloud/rules"
)

// objects are the types of Kubernetes that FuzzCheckAndDiff tries.
var objects = []string{
	"kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet", "kubernetes:core/v1:Service",
	"kubernetes:core/v1:Secret", "kubernetes:batch/v1:CronJob", "kubernetes:networking.k8s.io/v1:Ingress",
	"kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "kubernetes:apiextensions.k8s.io:CustomResource",
	"kubernetes:helm.sh/v3:Release", "kubernetes:yaml/v2:ConfigGroup",
}

// FuzzCheckAndDiff asks Check, Preview and Diff of every type with inputs that
// seldom fit, with all that the services add to the schema: a panic ends the
// test. The seeds are one of each type.
func FuzzCheckAndDiff(f *testing.F) {
	tokens := append(append(facts.AWS.Resources(), facts.Cloudflare.Resources()...), objects...)
	every := 1
	if flag.Lookup("test.fuzz").Value.String() != "" {
		every = 32 // the fuzzer first runs all seeds slowly, and finds the other types itself
	}
	for i := 0; i < len(tokens); i += every {
		f.Add(uint16(i), uint64(i)*0x9e3779b97f4a7c15, "a.b[0]")
	}
	cloud := cloudtest.Start(f, aws.New(), cloudflare.New(), kubernetes.New())
	providers := map[string]*cloudtest.Provider{
		"aws": cloud.Provider("aws", Props{"region": "us-east-1"}), "cloudflare": cloud.Provider("cloudflare", Props{}),
		"kubernetes": cloud.Provider("kubernetes", Props{}),
	}
	f.Fuzz(func(t *testing.T, which uint16, choices uint64, text string) {
		typ := tokens[int(which)%len(tokens)]
		pkg, _, _ := strings.Cut(typ, ":")
		provider := providers[pkg].For(t)
		text = strings.ToValidUTF8(text, "?") // the wire carries nothing else
		a, b := (&inventor{choices, text}).inputs(typ), (&inventor{choices >> 7, text}).inputs(typ)
		old, _ := provider.Check(typ, "x", a, nil)
		news, _ := provider.Check(typ, "x", b, old)
		provider.Diff(typ, "x", "id", old, a, news, text, "*."+text)
		provider.Diff(typ, "x", "id", a, nil, b)
	})
}

// inventor makes inputs; its choices are used up bit by bit.
type inventor struct {
	choices uint64
	text    string
}

func (i *inventor) inputs(typ string) localcloud.Props {
	for _, set := range []*facts.Set{facts.AWS, facts.Cloudflare} {
		if schema, ok := set.Resource(typ); ok {
			fitting := cloudtest.Sampler{}.Inputs(schema)
			for name, value := range i.object(schema.Properties, 3) {
				fitting[name] = value
			}
			return fitting
		}
	}
	return localcloud.PropsOf(Props{
		"metadata": i.any(3), "spec": i.any(4), "data": i.any(2), "stringData": i.any(2), i.text: i.any(1),
	})
}

func (i *inventor) next(n uint64) uint64 {
	i.choices = i.choices*6364136223846793005 + 1442695040888963407
	return (i.choices >> 33) % n
}

func (i *inventor) object(props facts.Properties, deep int) resource.PropertyMap {
	out := resource.PropertyMap{}
	if i.next(8) == 0 {
		out[resource.PropertyKey(i.text)] = i.any(deep)
	}
	for _, name := range slices.Sorted(maps.Keys(props)) {
		p := props[name]
		switch i.next(4) {
		case 0:
			out[resource.PropertyKey(name)] = i.any(deep)
		case 1:
			if value, ok := (cloudtest.Sampler{}).Value(name, p, int(i.next(3))); ok {
				out[resource.PropertyKey(name)] = value
			}
		case 2:
			if deep > 0 && p.Nested != nil {
				out[resource.PropertyKey(name)] = resource.NewProperty(i.object(p.Nested, deep-1))
			}
		}
	}
	return out
}

// any is a value of any kind.
func (i *inventor) any(deep int) resource.PropertyValue {
	kinds := uint64(10)
	if deep <= 0 {
		kinds = 7
	}
	switch i.next(kinds) {
	case 0:
		return resource.NewProperty(i.text)
	case 1:
		return resource.NewProperty(float64(int64(i.next(1<<31))-1<<30) / 4)
	case 2:
		return resource.NewProperty(i.next(2) == 0)
	case 3:
		return rules.Unknown()
	case 4:
		return resource.MakeSecret(rules.Unknown())
	case 5:
		return resource.NewNullProperty()
	case 6:
		return resource.MakeSecret(resource.NewProperty(i.text))
	case 7:
		return resource.NewProperty([]resource.PropertyValue{i.any(deep - 1), i.any(deep - 1)})
	case 8:
		return resource.MakeSecret(resource.NewProperty(resource.PropertyMap{"name": i.any(deep - 1)}))
	}
	return resource.NewProperty(resource.PropertyMap{
		resource.PropertyKey(i.text): i.any(deep - 1), "name": i.any(deep - 1), "labels": i.any(deep - 1), "template": i.any(deep - 1),
		"containers": i.any(deep - 1), "rules": i.any(deep - 1), "spec": i.any(deep - 1),
	})
}
