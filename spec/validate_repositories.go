package spec

import (
	"regexp"
	"slices"
)

// ownImage is an ECR repository of this system, by its short name.
var ownImage = regexp.MustCompile(`^[a-z0-9]+([._-][a-z0-9]+)*$`)

// repositories checks those that no service needs yet.
func (v *validator) repositories() {
	for i, name := range v.sys.Repositories {
		path := at("repositories", i)
		switch {
		case !ownImage.MatchString(name):
			v.add(path, name, "a repository of this system is lower-case letters and digits, with single dots, dashes or underscores between", dnsLabel(name))
		case slices.Index(v.sys.Repositories, name) < i:
			v.add(path, name, "it is named twice", "nothing: leave it out")
		}
	}
}
