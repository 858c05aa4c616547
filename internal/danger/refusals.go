package danger

import (
	"regexp"
	"strings"

	"groundwork/internal/changes"
)

// refusal is what a server answers to a preview that tries the change on it, so that
// the engine has no step to judge: Kubernetes does.
type refusal struct {
	// words are the server's.
	words *regexp.Regexp
	// loss and advice take the resource's name and what was found of the words.
	loss, advice func(name string, found []string) string
}

// refusals are those that have a way on.
var refusals = []refusal{
	// https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims
	{regexp.MustCompile(`spec\.resources\.requests\.storage: Forbidden: field can not be less than`),
		func(name string, _ []string) string { return "the volume " + name + " can't become smaller" },
		func(string, []string) string {
			return "write storage as it was; a smaller volume is a new one, filled from a dump"
		}},
	{scalingWords,
		func(name string, found []string) string { return outOfBounds(name, found[1], found[3]) },
		func(name string, found []string) string {
			return boundsAdvice(name, found[3], strings.HasPrefix(found[2], "less"))
		}},
}

// refusedBy finds what a preview was refused, by the name that the engine puts
// before each message.
func refusedBy(set changes.Set) []judgement {
	var judged []judgement
	for _, said := range set.Errors {
		name, words, is := strings.Cut(said, ": ")
		for _, r := range refusals {
			if found := r.words.FindStringSubmatch(words); is && found != nil {
				s := subject{Resource: byName(set, name, words)}
				judged = append(judged, judgement{s.finding(verdict{level: Refused, loss: r.loss(name, found), advice: r.advice(name, found)}), grave})
			}
		}
	}
	return judged
}

// byName is the resource of that name, as far as the set has it: one that was
// refused may have no step. Of several, the words may say which type it is.
func byName(set changes.Set, name, words string) changes.Resource {
	found := changes.Resource{Name: name, Parents: []string{name}}
	for _, resource := range set.Resources {
		if resource.Name == name && (found.URN == "" || strings.HasPrefix(words, resource.Type+" ")) {
			found = resource
		}
	}
	if typ, _, is := strings.Cut(words, " resource '"); is && typ != found.Type {
		return changes.Resource{Name: name, Type: typ, Parents: []string{name}}
	}
	return found
}
