package spec

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// system understands what was found: defaults, the stack file over them,
// derived values, rules. Both ways of loading end here.
func (s *source) system(c *collector) (*System, error) {
	s.checkStrays(c)
	s.checkName(c)
	env := s.environment(c)
	s.checkRegion(c)

	sys := defaultSystem(env, s.region)
	sys.Name, sys.read = s.project, s.today
	d := &decoder{collector: c, env: env, region: s.region}
	d.value("", s.root, reflect.ValueOf(&sys).Elem(), "")
	sys.Environment = env
	derive(&sys)

	v := &validator{collector: c, sys: &sys, today: s.today, opaqueSecrets: d.opaqueSecrets}
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
			"environment: "+strings.Join(values, " or "))
	case slices.Contains(values, written.text):
		return Environment(written.text)
	}
	return Prod
}

func (s *source) checkRegion(c *collector) {
	switch {
	case s.region == "":
		c.add("aws:region", missing{}, "the region decides where everything is made, and which zones there are", "aws:region: us-east-1")
	case regionZones[s.region] == nil && !s.root.has("network"):
		c.add("aws:region", s.region, "the zones of this region are not known here, so they cannot be chosen by default; known are "+strings.Join(knownRegions(), ", "),
			"network: {zones: [...]} with two or three of the region's zone ids")
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
		c.add(stray.key, stray.value.found(), "without its namespace this key belongs to the project, and nothing reads it", namespace+":"+near)
	}
}
