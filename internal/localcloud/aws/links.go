package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// link is a property that names another object. The links of all services
// together say what must exist before something is made, and what must be gone
// before something is deleted.
type link struct {
	// from and path are the type and the property; "*" in a path stands for
	// every item of a list.
	from, path string
	// to is the type that is named, by the id or by an output such as "arn".
	to, by string
	// missing is what the service says when there is no such object.
	missing refusal
	// loose links do not keep their target from being deleted.
	loose bool
}

// refusal is an error of a service; %s in the text is the offending value.
type refusal struct {
	status     int
	code, text string
}

func (r refusal) about(tx *localcloud.Tx, value string) error {
	return tx.Fail(r.status, r.code, "%s", strings.ReplaceAll(r.text, "%s", value))
}

// links are the links of every service.
var links = slices.Concat(networkLinks, blockLinks, keyPairLinks, attachmentLinks, groupLinks, endpointLinks, balancerLinks, classicLinks, certificateLinks, clusterLinks,
	databaseLinks, cacheLinks, cacheClusterLinks, identityLinks, bucketLinks, keyLinks, logLinks, deliveryLinks, secretLinks, fileLinks, edgeLinks, registryLinks,
	nameLinks, taskLinks, apiLinks, topicLinks)

var linksFrom, linksTo = func() (from, to map[string][]link) {
	from, to = map[string][]link{}, map[string][]link{}
	for _, l := range links {
		from[l.from] = append(from[l.from], l)
		to[l.to] = append(to[l.to], l)
	}
	return from, to
}()

// lookups find what is not simply an object of the store, such as what AWS
// itself owns, or what can be named in several ways.
var lookups = map[string]func(tx *localcloud.Tx, value string) *localcloud.Object{
	groupType:          findGroup,
	routeTableType:     findRouteTable,
	keyType:            findKey,
	roleType:           findRole,
	policyType:         findPolicy,
	prefixListType:     findPrefixList,
	parameterGroupType: findParameterGroup,
	cacheParameterType: findCacheParameterGroup,
	cacheUserType:      findCacheUser,
	secretType:         findSecret,
}

func (l link) find(tx *localcloud.Tx, value string) *localcloud.Object {
	if lookup := lookups[l.to]; lookup != nil {
		return lookup(tx, value)
	}
	return named(tx, l.to, l.by, value)
}

// named finds an object by id or by an output.
func named(tx *localcloud.Tx, token, by, value string) *localcloud.Object {
	if by == "" {
		return tx.Get(token, value)
	}
	if found := tx.Where(token, by, value); len(found) > 0 && value != "" {
		return found[0]
	}
	return nil
}

// resolve refuses an object that names something that does not exist. Of a
// changed object only the names that are new count.
func resolve(tx *localcloud.Tx, old, obj *localcloud.Object) error {
	for _, l := range linksFrom[canonical(obj.Type)] {
		if l.missing.code == "" {
			continue
		}
		var before []string
		if old != nil {
			before = valuesAt(old.Outputs, l.path)
		}
		for _, value := range valuesAt(obj.Outputs, l.path) {
			if !slices.Contains(before, value) && l.find(tx, value) == nil {
				return l.missing.about(tx, value)
			}
		}
	}
	return nil
}

// held reports whether something that exists keeps an object from being
// deleted.
func held(tx *localcloud.Tx, obj *localcloud.Object) bool {
	names := []string{obj.ID}
	for _, name := range []string{obj.Name, obj.String("arn")} {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, l := range linksTo[canonical(obj.Type)] {
		if !l.loose && l.holds(tx, names) {
			return true
		}
	}
	holds := holders[canonical(obj.Type)]
	return holds != nil && holds(tx, obj)
}

func (l link) holds(tx *localcloud.Tx, names []string) bool {
	if strings.Contains(l.path, "*") {
		return tx.Find(l.from, func(o *localcloud.Object) bool {
			return slices.ContainsFunc(valuesAt(o.Outputs, l.path), func(v string) bool { return slices.Contains(names, v) })
		}) != nil
	}
	return slices.ContainsFunc(names, func(name string) bool { return len(tx.Where(l.from, l.path, name)) > 0 })
}

// valuesAt reads the strings at a path, through every item where it has a "*".
func valuesAt(props localcloud.Props, path string) []string {
	before, after, several := strings.Cut(path, ".*.")
	if several {
		var all []string
		for _, item := range props.Maps(before) {
			all = append(all, valuesAt(item, after)...)
		}
		return all
	}
	list := props.Strings(path)
	if one := props.String(path); one != "" {
		list = append(list, one)
	}
	return slices.DeleteFunc(list, func(value string) bool { return value == "" })
}
