package access

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/iampolicy"
	"groundwork/internal/rights"
)

// takes are a stack's roles by what their names end with and by the policies of AWS'
// that they have: the policies of the stack's own where the graph knows them.
func takes(stack recorded) (own map[string][]iampolicy.Document, managed map[string]bool) {
	own, managed = map[string][]iampolicy.Document{}, map[string]bool{}
	prefix := stack.system + "-" + stack.environment + "-"
	for _, resource := range stack.resources {
		role := strings.TrimPrefix(resource.inputs["role"], prefix)
		switch resource.token {
		case "aws:iam/role:Role":
			name := strings.TrimPrefix(resource.inputs["name"], prefix)
			own[name] = append([]iampolicy.Document{}, own[name]...)
		case "aws:iam/rolePolicy:RolePolicy":
			if resource.inputs["policy"] == "(json)" {
				own[role] = append(own[role], readPolicy(resource.lines))
			}
		case "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
			managed[strings.TrimPrefix(resource.inputs["policyArn"], "arn:aws:iam::aws:")] = true
		}
	}
	return own, managed
}

var policyLine = regexp.MustCompile(`^( +)(- )?([^ ].*)$`)

// readPolicy reads a policy as a graph shows it: a key is at 8, its values at 10, a
// condition's operator at 10, its key at 12 and its values at 14 blanks.
func readPolicy(lines []string) iampolicy.Document {
	var document iampolicy.Document
	var key, operator, conditionKey string
	for _, line := range lines {
		match := policyLine.FindStringSubmatch(line)
		if match == nil || len(match[1]) < 6 {
			continue
		}
		depth, item, text := len(match[1]), match[2] != "", match[3]
		if depth == 6 && item {
			document.Statements = append(document.Statements, iampolicy.Statement{Condition: iampolicy.Condition{}})
			depth, item = 8, false
		}
		s := &document.Statements[len(document.Statements)-1]
		name, value, _ := strings.Cut(text, ": ")
		switch {
		case depth == 8 && name == "Effect":
			s.Effect = iampolicy.Effect(value)
		case depth == 8:
			key = strings.TrimSuffix(name, ":")
		case depth == 10 && item && key == "Action":
			s.Action = append(s.Action, text)
		case depth == 10 && item && key == "Resource":
			s.Resource = append(s.Resource, text)
		case depth == 10:
			operator = strings.TrimSuffix(text, ":")
			s.Condition[operator] = map[string][]string{}
		case depth == 12:
			conditionKey = strings.TrimSuffix(text, ":")
		case depth == 14 && item:
			s.Condition[operator][conditionKey] = append(s.Condition[operator][conditionKey], text)
		}
	}
	return document
}

// regionalAccount is in the region that the stacks of the tree name in their policies.
func regionalAccount() Account {
	a := account()
	a.Region = "us-east-1"
	return a
}

// workloadCalls are what a row does in a stack.
func (c calls) workloadCalls(does rights.Workload) []rights.Request {
	var made []rights.Request
	for _, name := range does.Actions {
		action, known := c.tables.Action(name)
		if !known {
			made = append(made, rights.Request{Action: name, Resource: "*"})
			continue
		}
		need := rights.Need{Action: name, On: does.On}
		if does.On == "" && len(action.About) == 0 {
			need.On = "*"
		}
		for _, target := range c.targets(declared{}, need, action) {
			context := map[string]string{"aws:RequestedRegion": c.account.Region}
			for key, value := range target.tags {
				context["aws:ResourceTag/"+key] = value
			}
			for pair := range strings.SplitSeq(does.With, ";") {
				key, value, _ := strings.Cut(c.fill(pair, declared{}), "=")
				context[key] = value
			}
			made = append(made, rights.Request{Action: action.Name, Resource: target.arn, Context: context})
		}
	}
	return made
}

// lackingWorkloads are what roles of a stack lack, a line each.
func lackingWorkloads(known *rights.Tables, stack recorded, bounds iampolicy.Document) []string {
	var lines []string
	own, managed := takes(stack)
	c := calls{known, regionalAccount(), stack}
	for _, does := range known.Workloads() {
		policies := []iampolicy.Document{{Statements: []iampolicy.Statement{allow("", does.Actions, everything, nil)}}}
		if strings.HasPrefix(does.Who, "policy/") && !managed[does.Who] {
			continue
		}
		if !strings.HasPrefix(does.Who, "policy/") {
			written, there := own[does.Who]
			if there && len(written) > 0 {
				policies = written
			} else if !there && !strings.HasSuffix(does.Who, "-") {
				continue
			}
		}
		holder := rights.Role{Policies: policies, Boundary: &bounds}
		for _, request := range c.workloadCalls(does) {
			if !holder.May(request) {
				lines = append(lines, fmt.Sprintf("%s of %s/%s can't %s on %s (%s)", does.Who, stack.system, stack.environment, request.Action, request.Resource, does.Source))
			}
		}
	}
	return lines
}

func TestTheRolesOfStacksCanDoWhatTheyAreFor(t *testing.T) {
	known := tables(t)
	for _, stack := range recordedStacks(t) {
		if stack.system == "bootstrap" {
			continue
		}
		assert.Empty(t, lackingWorkloads(known, stack, regionalAccount().BoundWorkloads(stack.environment)))
		own, managed := takes(stack)
		require.NotEmpty(t, own)
		for policy := range managed {
			assert.True(t, slices.ContainsFunc(known.Workloads(), func(does rights.Workload) bool { return does.Who == policy }),
				"%s/%s uses %s: say in internal/rights/data/workloads.tsv what it is for", stack.system, stack.environment, policy)
		}
		for role, policies := range own {
			for _, policy := range policies {
				assert.Empty(t, mistakes(known, policy), "the policy of %s-%s-%s", stack.system, stack.environment, role)
				assert.True(t, slices.ContainsFunc(known.Workloads(), func(does rights.Workload) bool {
					return does.Who == role || strings.HasSuffix(does.Who, "-") && strings.HasPrefix(role, does.Who)
				}),
					"%s/%s writes a policy for %s: say in internal/rights/data/workloads.tsv what it is for", stack.system, stack.environment, role)
			}
		}
	}
}

// mistakes are what IAM takes and what does nothing: actions that there are none of,
// and names of things for an action that is about all or none.
func mistakes(known *rights.Tables, policy iampolicy.Document) []string {
	var found []string
	for _, statement := range policy.Statements {
		for _, pattern := range statement.Action {
			names := known.Expand(pattern)
			if len(names) == 0 && pattern != "*" {
				found = append(found, fmt.Sprintf("%s: IAM knows no such action", pattern))
			}
			for _, name := range names {
				action, _ := known.Action(name)
				if !strings.Contains(pattern, "*") && !action.Any && !slices.Contains(statement.Resource, "*") {
					found = append(found, fmt.Sprintf("%s: it is about no single thing, only Resource * grants it", name))
				}
			}
		}
	}
	return found
}

// The policies of the bootstrap say nothing that IAM doesn't know.
func TestNoPolicySaysWhatIAMDoesNotKnow(t *testing.T) {
	known := tables(t)
	for name, document := range documents(account()) {
		assert.Empty(t, mistakes(known, document), name)
	}
	planted := iampolicy.Document{Statements: []iampolicy.Statement{
		allow("", []string{"ec2:GetSecurityGroupForVpc", "logs:DescribeLogGroups"}, []string{"arn:aws:logs:eu-central-1:123456789012:log-group:x"}, nil),
	}}
	assert.Equal(t, []string{
		"ec2:GetSecurityGroupForVpc: IAM knows no such action",
		"logs:DescribeLogGroups: it is about no single thing, only Resource * grants it",
	}, mistakes(known, planted))
}

// Without its grants the driver of volumes can't make an encrypted one.
func TestAMissingRightOfADriverIsTold(t *testing.T) {
	bounds := regionalAccount().BoundWorkloads("prod")
	bounds.Statements = slices.DeleteFunc(bounds.Statements, func(s iampolicy.Statement) bool { return s.Sid == "VolumeGrants" })
	for _, stack := range recordedStacks(t) {
		if stack.system == "screener" && stack.environment == "prod" {
			assert.Equal(t, []string{
				"policy/AmazonEBSCSIDriverPolicyV2 of screener/prod can't kms:CreateGrant on arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d4e5f60718 (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html)",
			}, lackingWorkloads(tables(t), stack, bounds))
		}
	}
}
