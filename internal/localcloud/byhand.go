package localcloud

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
	"groundwork/internal/localcloud/rules"
)

// Mistake is the cause of the error when what is asked by hand makes no sense, and the
// services were not asked.
type Mistake struct{ Reason string }

func (m *Mistake) Error() string { return m.Reason }

func mistake(format string, args ...any) error { return &Mistake{sprintf(format, args...)} }

// typed is the package of a type that there is.
func (c *Cloud) typed(typ string) (Package, error) {
	pkg := c.packageOf(typ)
	if pkg == nil {
		names := make([]string, 0, len(c.packages))
		for _, one := range c.packages {
			names = append(names, one.Name())
		}
		return nil, mistake("the local cloud has no package %q; %s", packageOf(typ), thereAre(packageOf(typ), names))
	}
	if _, known := pkg.Kind(typ); known {
		return pkg, nil
	}
	near := ""
	if schematic, is := pkg.(*Schematic); is && schematic.Tokens != nil {
		if found := rules.Nearest(typ, schematic.Tokens()); found != "" {
			near = fmt.Sprintf("; the nearest is %s", found)
		}
	}
	return nil, mistake("the %s provider has no resource type %q%s", pkg.Name(), typ, near)
}

// thereAre names the nearest of what there is, or all where they are few.
func thereAre(name string, names []string) string {
	const few = 10
	switch near := rules.Nearest(name, slices.Clone(names)); {
	case len(names) == 0:
		return "there is none"
	case len(names) <= few:
		return "there are: " + strings.Join(names, ", ")
	case near != "":
		return fmt.Sprintf("the nearest of %d is %s", len(names), near)
	}
	return fmt.Sprintf("there are %d: see groundwork local list", len(names))
}

// byHandHolder is a Package whose types have no schema: it holds what somebody makes an
// object show against its own rules, and marks what is secret of it.
type byHandHolder interface {
	ByHand(typ string, before, after Props) (Props, []rules.Failure)
}

// givenByHand is a value with its place.
type givenByHand struct {
	rules.Place
	value resource.PropertyValue
}

// schemaOf is the schema of a type, nil where the package has none.
func schemaOf(pkg Package, typ string) *facts.Resource {
	schematic, is := pkg.(*Schematic)
	if !is {
		return nil
	}
	schema, _ := schematic.Schema(typ)
	return schema
}

// placesOf finds the places of values, in the order of their paths, items by their
// numbers.
func placesOf(schema *facts.Resource, values map[string]any, failures *[]rules.Failure) []givenByHand {
	var list []givenByHand
	for _, text := range slices.Sorted(maps.Keys(values)) {
		place, failure := rules.PlaceAt(schema, text)
		if failure != nil {
			*failures = append(*failures, *failure)
			continue
		}
		value := propertyValue(values[text])
		if value.IsString() {
			value = place.Written(value.StringValue())
		}
		list = append(list, givenByHand{place, value})
	}
	slices.SortStableFunc(list, func(a, b givenByHand) int { return slices.CompareFunc(a.Path, b.Path, bySteps) })
	return list
}

func bySteps(a, b any) int {
	x, isNumber := a.(int)
	y, areNumbers := b.(int)
	if isNumber && areNumbers {
		return x - y
	}
	return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

// shownAt makes outputs show a value, where the schema lets them. What was secret stays
// so, and what the schema calls secret becomes it.
func shownAt(schema *facts.Resource, outputs Props, given givenByHand, failures *[]rules.Failure) Props {
	value := given.value
	name := given.Path[0].(string)
	if schema == nil {
		if _, known := outputs[resource.PropertyKey(name)]; !known {
			*failures = append(*failures, rules.Failure{Path: given.Text, Reason: fmt.Sprintf("has no property %q", name)})
			return outputs
		}
	} else {
		var refused []rules.Failure
		if value, refused = given.Shown(schema, value); len(refused) > 0 {
			*failures = append(*failures, refused...)
			return outputs
		}
	}
	changed := placedAt(outputs, given, value, failures)
	key := resource.PropertyKey(name)
	if top := changed[key]; schema != nil && schema.Secret(name) && !top.IsSecret() && !top.IsNull() {
		changed[key] = resource.MakeSecret(top)
	}
	return changed
}

// placedAt puts a value into a copy.
func placedAt(into Props, given givenByHand, value resource.PropertyValue, failures *[]rules.Failure) Props {
	root, problem := placed(resource.NewProperty(resource.PropertyMap(into)), given.Path, value)
	if problem != "" {
		*failures = append(*failures, rules.Failure{Path: given.Text, Reason: problem})
		return into
	}
	return Props(root.ObjectValue())
}

// placed is a value with another one at a path, and what is missing on the way. The old
// one stays as it is: the cloud shows it meanwhile. A list grows by one item at a time.
func placed(into resource.PropertyValue, path resource.PropertyPath, value resource.PropertyValue) (_ resource.PropertyValue, problem string) {
	if len(path) == 0 {
		return value, ""
	}
	if into.IsSecret() {
		within, problem := placed(into.SecretValue().Element, path, rules.Reveal(value))
		return resource.MakeSecret(within), problem
	}
	switch step := path[0].(type) {
	case int:
		if !into.IsNull() && !into.IsArray() {
			return into, fmt.Sprintf("there is no list at [%d]", step)
		}
		var items []resource.PropertyValue
		if into.IsArray() {
			items = slices.Clone(into.ArrayValue())
		}
		if step < 0 || step > len(items) {
			return into, fmt.Sprintf("there are %d items: the next one is [%d]", len(items), len(items))
		}
		if step == len(items) {
			items = append(items, resource.NewNullProperty())
		}
		items[step], problem = placed(items[step], path[1:], value)
		return resource.NewProperty(items), problem
	case string:
		if !into.IsNull() && !into.IsObject() {
			return into, fmt.Sprintf("there is nothing that %q could be in", step)
		}
		members := resource.PropertyMap{}
		if into.IsObject() {
			members = into.ObjectValue().Copy()
		}
		key := resource.PropertyKey(step)
		members[key], problem = placed(members[key], path[1:], value)
		return resource.NewProperty(members), problem
	}
	return into, "is no path"
}

// reasons are failures in a line, each with its place.
func reasons(failures []rules.Failure) string {
	texts := make([]string, 0, len(failures))
	for _, failure := range failures {
		text := failure.Reason
		if failure.Path != "" && !strings.Contains(text, failure.Path) {
			text = failure.Path + ": " + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, "; ")
}
