package danger

import (
	"maps"

	"groundwork/internal/changes"
)

// numbered are ways whose ports have numbers in place of names, where the pods that
// they lead to agree on one: those that the policy is about on the way in, the peer's on
// the way out.
func (s subject) numbered(direction string, ways []way) []way {
	var all []way
	for _, one := range ways {
		about := one.peer
		if direction == "Ingress" {
			about = map[string]any{"podSelector": s.new("spec.podSelector")}
		}
		if number := s.numberOf(text(at(one.port, "port")), about); number != 0 {
			port, _ := one.port.(map[string]any)
			port = maps.Clone(port)
			port["port"] = number
			one.port = port
		}
		all = append(all, one)
	}
	return all
}

// numberOf is the number that pods give a port's name, 0 where they don't agree.
func (s subject) numberOf(name string, about any) (number float64) {
	if name == "" {
		return 0
	}
	for _, one := range s.podsOf(about) {
		given := one.port(name)
		if given == 0 || number != 0 && given != number {
			return 0
		}
		number = given
	}
	return number
}

// port is the number of the pod's port of that name, 0 for none.
func (p pod) port(name string) float64 {
	for _, container := range list(at(p.template, "spec.containers")) {
		for _, port := range list(at(container, "ports")) {
			if number, is := changes.Number(at(port, "containerPort")); is && text(at(port, "name")) == name {
				return number
			}
		}
	}
	return 0
}
