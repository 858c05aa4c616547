package price

import "groundwork/internal/changes"

// side is the stack before the change, or after it.
type side struct {
	at moment
	// byType are the resources that exist, of the types that others name; named are
	// their inputs by type and name.
	byType map[string][]changes.Resource
	named  map[[2]string]inputs
}

// The types that other resources name.
const (
	launchTemplate   = "aws:ec2/launchTemplate:LaunchTemplate"
	taskDefinition   = "aws:ecs/taskDefinition:TaskDefinition"
	databaseInstance = "aws:rds/instance:Instance"
	storageClass     = "kubernetes:storage.k8s.io/v1:StorageClass"
)

// nameOf is where the name stands by which others know a resource, beside its id.
var nameOf = map[string][]string{
	launchTemplate:   {"name"},
	taskDefinition:   {"family"},
	databaseInstance: {"identifier"},
	storageClass:     {"metadata", "name"},
}

// moment tells whether a resource exists at it, and with which inputs.
type moment func(changes.Resource) (in inputs, exists bool)

// existedBefore: what is imported was there, and cost what it costs; what is read
// is on somebody else's bill.
func existedBefore(r changes.Resource) (inputs, bool) {
	if r.Operation == changes.Create || r.Operation == changes.Read {
		return nil, false
	}
	return either(r.Before, r.After), true
}

// existsAfter: what is forgotten, or deleted and retained, stays on the bill.
func existsAfter(r changes.Resource) (inputs, bool) {
	switch r.Operation {
	case changes.Read:
		return nil, false
	case changes.Delete, changes.Forget:
		return either(r.Before, r.After), stays(r)
	}
	return either(r.After, r.Before), true
}

// stays tells whether a resource leaves the stack and not the account.
func stays(r changes.Resource) bool {
	return r.Operation == changes.Forget || r.Operation == changes.Delete && r.Retained
}

// either: of a resource that stays the same, one side may be all there is.
func either(first, second map[string]any) inputs {
	if first != nil {
		return first
	}
	return second
}

func newSide(set changes.Set, at moment) *side {
	s := &side{at: at, byType: map[string][]changes.Resource{}, named: map[[2]string]inputs{}}
	for _, resource := range set.Resources {
		path, others := nameOf[resource.Type]
		in, exists := at(resource)
		if resource.Operation == changes.Read {
			// Somebody else's, and others name it all the same.
			in, exists = either(resource.After, resource.Before), true
		}
		if !others || !exists {
			continue
		}
		s.byType[resource.Type] = append(s.byType[resource.Type], resource)
		if resource.ID != "" {
			s.named[[2]string{resource.Type, resource.ID}] = in
		}
		if name, known := in.text("", path...); known && name != "" {
			s.named[[2]string{resource.Type, name}] = in
		}
	}
	return s
}

// find looks for the resource of a type that another one names.
func (s *side) find(token, name string) (inputs, bool) {
	in, found := s.named[[2]string{token, name}]
	return in, found
}

// neighbour is the only other resource of a type in the same component that fits:
// the one that is meant where its name isn't known yet.
func (s *side) neighbour(of changes.Resource, token string, fits func(inputs) bool) (inputs, bool) {
	var found inputs
	count := 0
	for _, candidate := range s.byType[token] {
		in, exists := s.at(candidate)
		if !exists {
			continue
		}
		if candidate.URN != of.URN && len(of.Parents) > 0 && candidate.Within() == of.Within() && fits(in) {
			found = in
			count++
		}
	}
	return found, count == 1
}

// anything fits everything.
func anything(inputs) bool { return true }
