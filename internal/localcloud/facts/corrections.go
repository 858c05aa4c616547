package facts

import (
	"slices"
	"strconv"
)

// correct mends what the facts could not say when they were taken.
func correct(r *Resource) {
	if was, ok := renamed[r.Token]; ok {
		r.rename(was[0], was[1])
	}
	r.Properties.resolve(r.Properties)
	r.Properties.admitDefaults()
	for _, path := range incomplete[r.Token] {
		props := r.Properties
		for i, name := range path {
			p := props[name]
			if p == nil {
				break
			}
			if i == len(path)-1 {
				p.Enum = nil
			}
			props = p.Nested
		}
	}
}

// renamed are properties that the SDK calls by another name than the provider:
// the facts have the SDK's, if at all, as newer and undescribed.
var renamed = map[string][2]string{
	"": {"assumeRoles", "assumeRole"}, // the provider's own setting
	"aws:apigateway/basePathMapping:BasePathMapping": {"apiId", "restApi"},
	"aws:apigateway/vpcLink:VpcLink":                 {"targetArns", "targetArn"},
}

func (r *Resource) rename(from, to string) {
	p := r.Properties[from]
	if p == nil {
		return
	}
	p.Terraform = p.TerraformName()
	p.Name, p.NotInSDK = to, false
	delete(r.Properties, from)
	r.Properties[to] = p
	r.Newer = slices.DeleteFunc(r.Newer, func(name string) bool { return name == to })
}

// incomplete are enums that are only a part of the rule: the provider also
// takes multiples of 60 for a period, and the list for a table bucket's name
// is of what it must not begin or end with.
var incomplete = map[string][][]string{
	"aws:cloudwatch/metricAlarm:MetricAlarm": {
		{"period"}, {"metricQueries", "period"}, {"metricQueries", "metric", "period"},
	},
	"aws:s3tables/tableBucket:TableBucket": {{"name"}},
}

// admitDefaults lets in the defaults that lie outside of their own range: the
// rule is then "the default, or in the range", as for the slow start of a target
// group (0, or 30 to 900), of which only the range was taken.
func (props Properties) admitDefaults() {
	for _, p := range props {
		number, ok := p.Default.(float64)
		if ok && len(p.Enum) == 0 && p.Range.Set() && !p.Range.Allow(number) {
			p.Enum = []string{strconv.FormatFloat(number, 'f', -1, 64)}
		}
		p.Nested.admitDefaults()
	}
}

// resolve renames what relations call by the Terraform name ("alias") to the
// Pulumi name ("aliases").
func (props Properties) resolve(root Properties) {
	for _, p := range props {
		for _, list := range [][]string{p.Conflicts, p.RequiredWith, p.ExactlyOneOf, p.AtLeastOneOf} {
			for i, name := range list {
				list[i] = root.pulumiName(name)
			}
		}
		p.Nested.resolve(root)
	}
}

func (props Properties) pulumiName(name string) string {
	if _, ok := props[name]; ok {
		return name
	}
	wanted := (&Property{Name: name}).TerraformName()
	for candidate, p := range props {
		if p.TerraformName() == wanted {
			return candidate
		}
	}
	return name
}
