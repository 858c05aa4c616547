package danger

import (
	"fmt"
	"regexp"
	"strings"

	"groundwork/internal/changes"
)

// refusal is what a server answers to a preview that tries the change on it, so that
// the engine has no step to judge: Kubernetes does.
type refusal struct {
	// words are the server's.
	words *regexp.Regexp
	// loss takes the resource's name.
	loss, advice string
}

// refusals are those that have a way on.
var refusals = []refusal{
	// https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims
	{regexp.MustCompile(`spec\.resources\.requests\.storage: Forbidden: field can not be less than`),
		"the volume %s can't become smaller", "write storage as it was; a smaller volume is a new one, filled from a dump"},
}

// refusedBy finds what a preview was refused, by the name that the engine puts
// before each message.
func refusedBy(set changes.Set) []judgement {
	var judged []judgement
	for _, said := range set.Errors {
		name, words, is := strings.Cut(said, ": ")
		for _, r := range refusals {
			if is && r.words.MatchString(words) {
				s := subject{Resource: byName(set, name)}
				judged = append(judged, judgement{s.finding(verdict{level: Refused, loss: fmt.Sprintf(r.loss, name), advice: r.advice}), grave})
			}
		}
	}
	return judged
}

// byName is the resource of that name, as far as the set has it: one that was
// refused may have no step.
func byName(set changes.Set, name string) changes.Resource {
	for _, resource := range set.Resources {
		if resource.Name == name {
			return resource
		}
	}
	return changes.Resource{Name: name, Parents: []string{name}}
}
