package danger

import (
	"net/netip"
	"reflect"
	"slices"

	"groundwork/internal/changes"
)

// way is one thing that a network policy lets through: one peer on one port. nil
// stands for all of them.
// https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
type way struct{ peer, port any }

// waysOf takes the rules of a direction apart, whose key names the peers.
func waysOf(rules any, peers string) []way {
	var all []way
	for _, rule := range list(rules) {
		if !readable(rule) {
			all = append(all, way{rule, rule})
			continue
		}
		for _, peer := range eachOrAll(at(rule, peers)) {
			for _, port := range eachOrAll(at(rule, "ports")) {
				all = append(all, way{peer, port})
			}
		}
	}
	return all
}

// readable is false of what is known only later, or is no object at all: it holds,
// and is held by, itself and everything.
func readable(value any) bool {
	_, is := value.(map[string]any)
	return is
}

// eachOrAll: a list without entries means everything, which nil stands for.
func eachOrAll(value any) []any {
	if all := list(value); len(all) > 0 {
		return all
	}
	return []any{nil}
}

// holds is true when everything that goes the narrow way may go this one.
func (w way) holds(narrow way) bool {
	return portHolds(w.port, narrow.port) && peerHolds(w.peer, narrow.peer)
}

func portHolds(wide, narrow any) bool {
	if wide == nil || reflect.DeepEqual(wide, narrow) {
		return true
	}
	if !readable(wide) || !readable(narrow) || or(at(wide, "protocol"), "TCP") != or(at(narrow, "protocol"), "TCP") {
		return false
	}
	first, last, every := portRange(wide)
	from, to, unbound := portRange(narrow)
	if every || unbound {
		return every
	}
	// A port may have a name, which only equals itself.
	if from == 0 || first == 0 {
		return reflect.DeepEqual(plain(at(wide, "port")), plain(at(narrow, "port")))
	}
	return first <= from && to <= last
}

// portRange is from a port to its end; all without one, and 0 for a name.
func portRange(port any) (first, last float64, all bool) {
	if at(port, "port") == nil {
		return 0, 0, true
	}
	first, _ = changes.Number(at(port, "port"))
	if last, _ = changes.Number(at(port, "endPort")); last == 0 {
		last = first
	}
	return first, last, false
}

func peerHolds(wide, narrow any) bool {
	switch {
	case wide == nil || reflect.DeepEqual(wide, narrow):
		return true
	case !readable(wide) || !readable(narrow):
		return false
	case at(wide, "ipBlock") != nil || at(narrow, "ipBlock") != nil:
		return blockHolds(at(wide, "ipBlock"), at(narrow, "ipBlock"))
	}
	return namespacesHold(at(wide, "namespaceSelector"), at(narrow, "namespaceSelector")) &&
		(at(wide, "podSelector") == nil || selectorHolds(at(wide, "podSelector"), at(narrow, "podSelector")))
}

// namespacesHold: without a selector it is the policy's own namespace, which only
// a selector of every namespace is known to hold.
func namespacesHold(wide, narrow any) bool {
	if wide == nil || narrow == nil {
		return wide == nil && narrow == nil || wide != nil && len(selected(wide)) == 0
	}
	return selectorHolds(wide, narrow)
}

// selectorHolds is true when whatever the narrow selector picks, the wide one picks
// too: all that the wide one asks for, the narrow one asks for. No selector picks
// everything, as an empty one does.
func selectorHolds(wide, narrow any) bool {
	if wide != nil && !readable(wide) {
		return false
	}
	labels := selected(at(narrow, "matchLabels"))
	for key, value := range selected(at(wide, "matchLabels")) {
		if other, there := labels[key]; !there || !reflect.DeepEqual(other, value) {
			return false
		}
	}
	for _, expression := range list(at(wide, "matchExpressions")) {
		if !containsEqual(list(at(narrow, "matchExpressions")), expression) {
			return false
		}
	}
	return true
}

// blockHolds: what the wide block leaves out, the narrow one must not have.
func blockHolds(wide, narrow any) bool {
	if wide == nil || narrow == nil || !contains(text(at(wide, "cidr")), text(at(narrow, "cidr"))) {
		return false
	}
	for _, hole := range texts(at(wide, "except")) {
		left := slices.ContainsFunc(texts(at(narrow, "except")), func(other string) bool { return contains(other, hole) })
		if !left && overlap(hole, text(at(narrow, "cidr"))) {
			return false
		}
	}
	return true
}

// overlap is true of blocks that have an address in common, and of what can't be
// read.
func overlap(a, b string) bool {
	one, err := netip.ParsePrefix(a)
	other, err2 := netip.ParsePrefix(b)
	return err != nil || err2 != nil || one.Overlaps(other)
}
