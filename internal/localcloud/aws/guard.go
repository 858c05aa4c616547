package aws

import (
	"maps"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// unique says that a type's objects differ in a property, all of them or those
// that agree in another one.
type unique struct{ path, within string }

// uniques are the types with names of their own beside the id.
var uniques = map[string]unique{
	groupType:        {"name", "vpcId"},
	templateType:     {"name", ""},
	balancerType:     {"name", ""},
	targetGroupType:  {"name", ""},
	instanceType:     {"identifier", ""},
	policyType:       {"name", "path"},
	secretType:       {"name", ""},
	accessIDType:     {"name", ""},
	gatewayType:      {"vpcId", ""},
	associationType:  {"subnetId", ""},
	podIdentityType:  {"serviceAccount", "clusterName,namespace"},
	listenerType:     {"port", "loadBalancerArn"},
	listenerRuleType: {"priority", "listenerArn"},
	openIDType:       {"url", ""},
	cacheRuleType:    {"ecrRepositoryPrefix", ""},

	cachePolicyType:   {"name", ""},
	originPolicyType:  {"name", ""},
	headersPolicyType: {"name", ""},
}

// guard puts the rules that are data around every type's behaviour: what it
// names must exist, its name must be free, and what others use stays.
func guard(kinds map[string]localcloud.Kind) {
	tokens := maps.Clone(taken)
	for token := range linksFrom {
		tokens[token] = refusal{}
	}
	for token := range quotaByType {
		tokens[token] = refusal{}
	}
	for token := range busy {
		tokens[token] = refusal{}
	}
	for token := range tokens {
		kinds[token] = guarded(token, kinds[token])
	}
	for token, kind := range kinds {
		kind.Upsert = kind.Upsert || upserts[token]
		kinds[token] = kind
	}
}

func guarded(token string, kind localcloud.Kind) localcloud.Kind {
	create, update, remove := kind.Create, kind.Update, kind.Delete
	kind.Create = func(tx *localcloud.Tx, obj *localcloud.Object) error {
		if err := resolve(tx, nil, obj); err != nil {
			return err
		}
		if err := free(tx, obj); err != nil {
			return err
		}
		if err := withinQuota(tx, obj); err != nil || create == nil {
			return err
		}
		return create(tx, obj)
	}
	kind.Update = func(tx *localcloud.Tx, old, obj *localcloud.Object) error {
		if err := resolve(tx, old, obj); err != nil {
			return err
		}
		if err := free(tx, obj); err != nil || update == nil {
			return err
		}
		return update(tx, old, obj)
	}
	kind.Delete = func(tx *localcloud.Tx, obj *localcloud.Object) error {
		if no, ok := busy[token]; ok && held(tx, obj) {
			return no.about(tx, obj.ID)
		}
		if remove == nil {
			return nil
		}
		return remove(tx, obj)
	}
	if no, ok := taken[token]; ok && kind.Exists == nil {
		kind.Exists = func(tx *localcloud.Tx, obj *localcloud.Object) error { return no.about(tx, obj.Name) }
	}
	return kind
}

// free refuses an object whose name another one has.
func free(tx *localcloud.Tx, obj *localcloud.Object) error {
	rule, ok := uniques[canonical(obj.Type)]
	if !ok {
		return nil
	}
	value := obj.Outputs.Get(rule.path)
	if value.IsNull() || value.ContainsUnknowns() {
		return nil
	}
	agrees := func(other *localcloud.Object) bool {
		if other.ID == obj.ID || !plainEqual(other.Outputs.Get(rule.path), value) {
			return false
		}
		return !slices.ContainsFunc(strings.Split(rule.within, ","), func(path string) bool {
			return path != "" && other.String(path) != obj.String(path)
		})
	}
	if slices.ContainsFunc(candidates(tx, obj, rule), agrees) {
		return taken[canonical(obj.Type)].about(tx, textOf(obj, rule.path))
	}
	return nil
}

// candidates are the few objects that can clash, found by an index.
func candidates(tx *localcloud.Tx, obj *localcloud.Object, rule unique) []*localcloud.Object {
	path, _, _ := strings.Cut(rule.within, ",")
	if value := obj.String(rule.path); value != "" {
		return tx.Where(obj.Type, rule.path, value)
	}
	return tx.Where(obj.Type, path, obj.String(path))
}

func textOf(obj *localcloud.Object, path string) string {
	if text := obj.String(path); text != "" {
		return text
	}
	return number(obj.Outputs.Int(path))
}

// again is the Update of a type whose changes are held to what a create is.
func again(step func(*localcloud.Tx, *localcloud.Object) error) func(*localcloud.Tx, *localcloud.Object, *localcloud.Object) error {
	return func(tx *localcloud.Tx, _, obj *localcloud.Object) error { return step(tx, obj) }
}

// takesAlong is the Delete of a type whose objects keep others inside of them:
// those, of the given types, name it at path.
func takesAlong(path string, inside ...string) func(*localcloud.Tx, *localcloud.Object) error {
	return func(tx *localcloud.Tx, obj *localcloud.Object) error {
		takeAlong(tx, path, obj.ID, inside...)
		return nil
	}
}

// takeAlong removes what shows a value at path, of the given types.
func takeAlong(tx *localcloud.Tx, path, value string, inside ...string) {
	for _, token := range inside {
		for _, obj := range tx.Where(token, path, value) {
			tx.Remove(token, obj.ID)
		}
	}
}

// decide sets a property that the program has left to the cloud.
func decide(obj *localcloud.Object, name string, value any) {
	if !obj.Outputs.Known(name) {
		obj.Set(name, value)
	}
}

// decideIn is decide for a property of an object.
func decideIn(obj *localcloud.Object, name string, values map[string]any) {
	inner := obj.Outputs.Map(name).Clone()
	if inner == nil {
		inner = localcloud.Props{}
	}
	for key, value := range values {
		if !inner.Known(key) {
			inner.Set(key, value)
		}
	}
	obj.Set(name, inner)
}
