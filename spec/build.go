package spec

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"groundwork/internal/limits"
)

// system understands what was found: defaults, the stack file over them,
// derived values, rules. Both ways of loading end here.
func (s *source) system(c *collector) (*System, error) {
	s.checkStrays(c)
	s.checkName(c)
	s.checkStack(c)
	env := s.environment(c)
	s.checkRegion(c)

	sys := defaultSystem(env, s.region)
	sys.Name, sys.Stack, sys.read = s.project, s.stack, s.today
	d := &decoder{collector: c, env: env, region: s.region}
	d.value("", s.root, reflect.ValueOf(&sys).Elem(), "")
	sys.Environment = env
	derive(&sys)

	v := &validator{collector: c, sys: &sys, today: s.today, opaqueSecrets: d.opaqueSecrets, siblings: s.siblings}
	v.all()
	if err := c.result(); err != nil {
		return nil, err
	}
	return &sys, nil
}

// environment is the environment that the stack file names, or that the stack's
// name is. Where neither tells, the strictest one stands in, so that the other
// rules can still be checked.
func (s *source) environment(c *collector) Environment {
	values := Environment("").Values()
	written := s.root.get("environment")
	switch {
	case written == nil && slices.Contains(values, s.stack):
		return Environment(s.stack)
	case written == nil:
		c.unreadable(at("environment"), missing{}, fmt.Sprintf("the stack is called %q, so its name does not tell the environment, and the defaults depend on it", s.stack),
			assign(at("environment"), strings.Join(values, ", or ")))
	case slices.Contains(values, written.text):
		return Environment(written.text)
	}
	return Prod
}

func (s *source) checkRegion(c *collector) {
	switch {
	case s.region == "":
		c.add("aws:region", missing{}, "the region decides where everything is made, and which zones there are", "aws:region: us-east-1")
	case !limits.IsRegion(s.region):
		c.add("aws:region", s.region, "there is no such region in AWS' own partition, of which all is made here", "aws:region: "+cmp.Or(nearest(s.region, limits.Regions), "us-east-1"))
	case regionZones[s.region] == nil && !s.root.has("network"):
		c.add("aws:region", s.region, "the zones of this region are not known here, so they cannot be chosen by default; known are "+strings.Join(knownRegions(), ", "),
			"two or three of the region's zone ids, as groundwork:network.zones")
	}
}

// systemName leaves room in every physical name for the environment and a part:
// the shortest limit is that of load balancers, 32 characters.
var systemName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

const systemNameLimit = 20

func (s *source) checkName(c *collector) {
	if !systemName.MatchString(s.project) || len(s.project) > systemNameLimit {
		c.add("name in Pulumi.yaml", s.project,
			fmt.Sprintf("the project's name begins every physical name: a lower-case letter, then lower-case letters, digits and single dashes, at most %d characters", systemNameLimit),
			"name: stockindicator")
	}
}

// prefixLimit is how long system and stack may be together: names of caches keep 40
// characters, the shortest limit of a name that is not looked up by anybody else, and
// seven of them end a name that is cut.
const prefixLimit = 33

// checkStack: every physical name begins with the system's and the stack's.
func (s *source) checkStack(c *collector) {
	room := prefixLimit - len(s.project) - len("-")
	if room > 0 && (!systemName.MatchString(s.stack) || len(s.stack) > room) {
		c.add("the stack's name", s.stack, fmt.Sprintf("it follows the system's in every physical name: a lower-case letter, then lower-case letters, digits and single dashes, at most %d characters here", room),
			"another name, such as qa, prod-eu or preview-123")
	}
}

// moved is what to write in place of a key that was meant for this program.
func (s *source) moved(name string, value *node) string {
	if s.root.has(name) {
		return "nothing: leave the key out"
	}
	return written(at(name), value)
}

// checkStrays finds keys whose author forgot the namespace: to Pulumi they are
// the project's own, and nothing reads them.
func (s *source) checkStrays(c *collector) {
	known := fieldsOf(reflect.TypeFor[System]()).keys
	for _, stray := range s.strays {
		name := stray.key[strings.Index(stray.key, ":")+1:]
		near := nearest(name, known)
		if near == "" {
			continue
		}
		if stray.value.line > 0 {
			c.lines[stray.key] = stray.value.line
		}
		c.add(stray.key, stray.value.found(), "without its namespace this key belongs to the project, and nothing reads it", s.moved(near, stray.value))
	}
}
