package random

import "groundwork/internal/localcloud/facts"

// schemas are the types as pulumi-random 4.19.0 has them, from its SDK and from
// https://www.pulumi.com/registry/packages/random/api-docs/. Every input
// forces replacement.
var schemas = map[string]*facts.Resource{
	passwordType: describe(passwordType, text(), secret("bcryptHash"), secret("result")),
	stringType:   describe(stringType, text(), made("result", facts.String)),
	idType: describe(idType, facts.Properties{
		"byteLength": atLeast(need("byteLength", facts.Int), 1), "prefix": take("prefix", facts.String),
	}, made("b64Std", facts.String), made("b64Url", facts.String), made("dec", facts.String), made("hex", facts.String)),
	petType: describe(petType, facts.Properties{
		"length": fallback(take("length", facts.Int), 2.0), "prefix": take("prefix", facts.String),
		"separator": fallback(take("separator", facts.String), "-"),
	}),
	integerType: describe(integerType, facts.Properties{
		"min": need("min", facts.Int), "max": need("max", facts.Int), "seed": take("seed", facts.String),
	}, made("result", facts.Int)),
	uuidType:  describe(uuidType, nil, made("result", facts.String)),
	bytesType: describe(bytesType, facts.Properties{"length": atLeast(need("length", facts.Int), 1)}, secret("base64"), secret("hex")),
	shuffleType: describe(shuffleType, facts.Properties{
		"inputs": list(need("inputs", facts.String)), "resultCount": take("resultCount", facts.Int), "seed": take("seed", facts.String),
	}, list(made("results", facts.String))),
}

// text are the inputs of passwords and strings.
func text() facts.Properties {
	props := facts.Properties{
		"length":          atLeast(need("length", facts.Int), 1),
		"overrideSpecial": take("overrideSpecial", facts.String),
		"number":          take("number", facts.Bool),
		"numeric":         take("numeric", facts.Bool),
	}
	for _, name := range []string{"lower", "upper", "special"} {
		props[name] = fallback(take(name, facts.Bool), true)
	}
	for _, name := range []string{"minLower", "minUpper", "minNumeric", "minSpecial"} {
		props[name] = fallback(take(name, facts.Int), 0.0)
	}
	for _, name := range []string{"number", "numeric"} {
		props[name].Computed = true
	}
	return props
}

func describe(token string, inputs facts.Properties, outputs ...*facts.Property) *facts.Resource {
	props := facts.Properties{
		"keepers": {Name: "keepers", Container: facts.Map, Element: facts.String, Optional: true, ForceNew: true},
	}
	for name, p := range inputs {
		props[name] = p
	}
	for _, p := range outputs {
		props[p.Name] = p
	}
	return &facts.Resource{Token: token, Framework: facts.Plugin, Properties: props}
}

func need(name string, element facts.Element) *facts.Property {
	return &facts.Property{Name: name, Element: element, Required: true, ForceNew: true}
}

func take(name string, element facts.Element) *facts.Property {
	return &facts.Property{Name: name, Element: element, Optional: true, ForceNew: true}
}

func made(name string, element facts.Element) *facts.Property {
	return &facts.Property{Name: name, Element: element, Computed: true}
}

func secret(name string) *facts.Property {
	p := made(name, facts.String)
	p.Sensitive = true
	return p
}

func fallback(p *facts.Property, value any) *facts.Property {
	p.Default = value
	return p
}

func atLeast(p *facts.Property, least float64) *facts.Property {
	p.Min = &least
	return p
}

func list(p *facts.Property) *facts.Property {
	p.Container = facts.List
	return p
}
