package access

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"groundwork/internal/rights"
	"groundwork/naming"
)

// calls makes the requests of one stack's resources.
type calls struct {
	tables  *rights.Tables
	account Account
	stack   recorded
}

// call is a request and what it is made for.
type call struct {
	rights.Request
	need        rights.Need
	by          declared
	environment string
}

// all are the calls of every resource of the stack.
func (c calls) all() []call {
	var made []call
	for _, resource := range c.stack.resources {
		for _, need := range c.tables.Needs(resource.token) {
			made = append(made, c.of(resource, need)...)
		}
	}
	return made
}

// target is a thing that a call is about.
type target struct {
	arn   string
	tags  map[string]string
	thing string
	own   bool
}

// of are the calls of a need: one for each thing that must be allowed.
func (c calls) of(resource declared, need rights.Need) []call {
	action, known := c.tables.Action(need.Action)
	if !known {
		return []call{{rights.Request{Action: need.Action, Resource: "*"}, need, resource, c.stack.environment}}
	}
	var made []call
	for _, target := range c.targets(resource, need, action) {
		for _, late := range tagsSeen(need, action, target) {
			context := c.context(resource, need, action)
			if late && c.tables.Tagged(target.thing) {
				for key, value := range target.tags {
					context["aws:ResourceTag/"+key] = value
				}
			}
			made = append(made, call{rights.Request{Action: action.Name, Resource: target.arn, Context: context}, need, resource, c.stack.environment})
		}
	}
	return made
}

var creates = regexp.MustCompile(`:(Allocate|Create|Request|Run)`)

// tagsSeen tells whether policies see the tags of the thing: not those of one that the
// call makes; those of a key only after minutes, so that it must go with and without
// (https://docs.aws.amazon.com/kms/latest/developerguide/abac.html).
func tagsSeen(need rights.Need, action rights.Action, target target) []bool {
	switch {
	case need.Stage == "create" && target.own && creates.MatchString(action.Name):
		return []bool{false}
	case need.Stage == "create" && target.thing == "kms:key":
		return []bool{false, true}
	default:
		return []bool{true}
	}
}

// context is what a call carries, as far as the action has such keys.
func (c calls) context(resource declared, need rights.Need, action rights.Action) map[string]string {
	context := map[string]string{"aws:RequestedRegion": c.region(resource)}
	if strings.HasPrefix(action.Name, "iam:") || strings.HasPrefix(action.Name, "route53:") {
		context["aws:RequestedRegion"] = "us-east-1" // where what is of no region answers
	}
	if slices.Contains(action.Keys, "aws:RequestTag") && need.Stage != "delete" && need.Stage != "read" {
		for key, value := range resource.tags {
			context["aws:RequestTag/"+key] = value
		}
	}
	if slices.Contains(action.Keys, "iam:PermissionsBoundary") {
		context["iam:PermissionsBoundary"] = c.account.policyARN(c.account.WorkloadBoundary(c.stack.environment))
	}
	for pair := range strings.SplitSeq(need.With, ";") {
		if key, value, ok := strings.Cut(pair, "="); ok && slices.Contains(action.Keys, key) {
			context[key] = value
		}
	}
	return context
}

// region is where the calls of a resource go: CloudFront's, its certificate's and
// those of the delivery of its logs to us-east-1.
func (c calls) region(resource declared) string {
	if strings.HasPrefix(resource.token, "aws:cloudfront/") || strings.HasPrefix(resource.token, "aws:cloudwatch/logDelivery") ||
		strings.HasPrefix(resource.token, "aws:acm/") && strings.HasPrefix(resource.name, "cdn") {
		return "us-east-1"
	}
	return c.account.Region
}

// targets are what a call must be allowed on: its own thing, and every other that it
// must name.
func (c calls) targets(resource declared, need rights.Need, action rights.Action) []target {
	if need.On != "" {
		return []target{{arn: c.fill(need.On, resource), tags: c.environmentTags(), own: true}}
	}
	kind, _ := c.tables.Type(resource.token)
	service, own, _ := strings.Cut(kind.Thing, ":")
	actions, _, _ := strings.Cut(action.Name, ":")
	var found []target
	for _, about := range action.About {
		name := strings.TrimSuffix(about, "*")
		switch {
		case service == actions && name == own:
			tags := resource.tags
			if len(tags) == 0 {
				tags = c.environmentTags() // it belongs to a thing that has them
			}
			found = append(found, target{c.fill(kind.ARN, resource), tags, kind.Thing, true})
		case strings.HasSuffix(about, "*"):
			found = append(found, target{c.other(actions + ":" + name), c.environmentTags(), actions + ":" + name, false})
		}
	}
	if len(found) == 0 {
		return []target{{arn: "*"}}
	}
	return found
}

func (c calls) environmentTags() map[string]string {
	return map[string]string{"Environment": c.stack.environment, "ManagedBy": managedBy, "System": c.stack.system}
}

// elsewhere are things that calls name and stacks do not declare.
var elsewhere = map[string]string{
	"elasticache:snapshot": "arn:aws:elasticache:{region}:{account}:snapshot:{prefix}-cache-final-1234567",
	"rds:og":               "arn:aws:rds:{region}:{account}:og:default:postgres-16",
	"rds:snapshot":         "arn:aws:rds:{region}:{account}:snapshot:{prefix}-db-final-1234567",
}

// other is the ARN of another thing of the stack, or of any of that kind.
func (c calls) other(thing string) string {
	for _, resource := range c.stack.resources {
		if kind, _ := c.tables.Type(resource.token); kind.Thing == thing {
			return c.fill(kind.ARN, resource)
		}
	}
	if pattern, ok := elsewhere[thing]; ok {
		return c.fill(pattern, declared{})
	}
	return c.fill(strings.NewReplacer("${Partition}", "aws", "${Region}", "{region}", "${Account}", "{account}").Replace(c.tables.ARN(thing)), declared{})
}

var inputName = regexp.MustCompile(`\$?\{(\w+)\}`)

// fill makes an ARN of a pattern.
func (c calls) fill(pattern string, resource declared) string {
	prefix := naming.Scope{System: c.stack.system, Environment: c.stack.environment}.Prefix()
	fixed := map[string]string{
		"region": c.region(resource), "account": c.account.ID, "prefix": prefix, "id": "0a1b2c3d4e5f60718",
		"bucket": prefix + "-static-" + c.account.ID, "repository": prefix + "/api", "loadBalancer": prefix, "cluster": prefix,
	}
	return inputName.ReplaceAllStringFunc(pattern, func(variable string) string {
		name := inputName.FindStringSubmatch(variable)[1]
		if value := resource.inputs[name]; value != "" && value != "[unknown]" {
			return strings.TrimPrefix(value, "https://")
		}
		if value, ok := fixed[name]; ok {
			return value
		}
		return resource.name
	})
}

// writes are the calls that change something.
func (c calls) writes(of []call) []call {
	return slices.DeleteFunc(slices.Clone(of), func(made call) bool {
		action, known := c.tables.Action(made.Action)
		return known && action.Reads()
	})
}

// sources are what calls are needed by, in order.
func sources(of []call) []string {
	names := map[string]bool{}
	for _, made := range of {
		names[made.need.Token] = true
	}
	return slices.Sorted(maps.Keys(names))
}
