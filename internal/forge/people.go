package forge

import (
	"slices"
	"strings"
)

// webFlow commits what is edited, merged or reverted on GitHub's pages:
// https://github.com/web-flow
const webFlow = "web-flow"

// people are logins, each once.
type people []string

func newPeople(logins ...string) people {
	var list people
	list.add(logins...)
	return list
}

func (p *people) add(logins ...string) {
	for _, login := range logins {
		if login != "" && login != webFlow && !Among(*p, login) {
			*p = append(*p, login)
		}
	}
}

// Among tells whether a login is in a list: both forges compare them without case.
func Among(logins []string, login string) bool {
	return slices.ContainsFunc(logins, func(one string) bool { return strings.EqualFold(one, login) })
}
