package aws

import (
	"slices"
	"sort"
	"strings"

	"groundwork/internal/localcloud"
)

type statement struct {
	Sid          string `json:"Sid,omitempty"`
	Effect       string `json:"Effect,omitempty"`
	Action       any    `json:"Action,omitempty"`
	NotAction    any    `json:"NotAction,omitempty"`
	Resource     any    `json:"Resource,omitempty"`
	NotResource  any    `json:"NotResource,omitempty"`
	Principal    any    `json:"Principal,omitempty"`
	NotPrincipal any    `json:"NotPrincipal,omitempty"`
	Condition    any    `json:"Condition,omitempty"`
}

func readStatement(given localcloud.Props, version string) statement {
	s := statement{
		Sid: given.String("sid"), Effect: given.String("effect"),
		Action: terse(given.Strings("actions")), NotAction: terse(given.Strings("notActions")),
		Resource:    terse(placeholders(given.Strings("resources"), version)),
		NotResource: terse(placeholders(given.Strings("notResources"), version)),
		Principal:   principals(given.Maps("principals"), version), NotPrincipal: principals(given.Maps("notPrincipals"), version),
		Condition: conditions(given.Maps("conditions"), version),
	}
	if s.Effect == "" {
		s.Effect = "Allow"
	}
	return s
}

// terse writes a set the way the provider does: one as it is, several in
// reverse order.
func terse(list []string) any {
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	sorted := slices.Clone(list)
	sort.Sort(sort.Reverse(sort.StringSlice(sorted)))
	return sorted
}

// placeholders turns "&{aws:username}" into "${aws:username}".
func placeholders(list []string, version string) []string {
	if version != "2012-10-17" {
		return list
	}
	out := make([]string, len(list))
	for i, item := range list {
		out[i] = strings.ReplaceAll(item, "&{", "${")
	}
	return out
}

func principals(given []localcloud.Props, version string) any {
	byType := map[string][]string{}
	for _, p := range given {
		kind := p.String("type")
		byType[kind] = append(byType[kind], placeholders(p.Strings("identifiers"), version)...)
	}
	if len(byType) == 0 {
		return nil
	}
	if everyone := byType["*"]; len(byType) == 1 && len(everyone) == 1 && everyone[0] == "*" {
		return "*"
	}
	out := map[string]any{}
	for kind, identifiers := range byType {
		out[kind] = terse(identifiers)
	}
	return out
}

func conditions(given []localcloud.Props, version string) any {
	if len(given) == 0 {
		return nil
	}
	out := map[string]map[string]any{}
	for _, c := range given {
		test := c.String("test")
		if out[test] == nil {
			out[test] = map[string]any{}
		}
		values := placeholders(c.Strings("values"), version)
		if len(values) == 1 {
			out[test][c.String("variable")] = values[0]
		} else {
			out[test][c.String("variable")] = values
		}
	}
	return out
}

// showStatement is a statement with everything it leaves out filled in.
func showStatement(given localcloud.Props) localcloud.Props {
	full := localcloud.PropsOf(map[string]any{"sid": "", "effect": "Allow"})
	for _, name := range []string{
		"actions", "notActions", "resources", "notResources", "principals", "notPrincipals", "conditions",
	} {
		full.Set(name, []any{})
	}
	for name, value := range given {
		full[name] = value
	}
	return full
}
