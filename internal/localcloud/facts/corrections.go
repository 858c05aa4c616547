package facts

// correct mends what the facts could not say when they were taken.
func correct(r *Resource) {
	r.Properties.resolve(r.Properties)
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

// incomplete are enums that are only a part of the rule: the provider also
// takes multiples of 60 for a period, and the list for a table bucket's name
// is of what it must not begin or end with.
var incomplete = map[string][][]string{
	"aws:cloudwatch/metricAlarm:MetricAlarm": {
		{"period"}, {"metricQueries", "period"}, {"metricQueries", "metric", "period"},
	},
	"aws:s3tables/tableBucket:TableBucket": {{"name"}},
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
