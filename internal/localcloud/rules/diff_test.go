package rules

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
)

func TestDiffSaysWhatAChangeMeans(t *testing.T) {
	for _, c := range []struct {
		name, token     string
		old, news, outs object
		ignore          []string
		edits           map[string]Edit
		first           bool
	}{
		{name: "nothing changed", token: "aws:ec2/vpc:Vpc", old: object{"cidrBlock": "10.0.0.0/16"}, news: object{"cidrBlock": "10.0.0.0/16"}},
		{name: "an update in place", token: "aws:ec2/vpc:Vpc", old: object{"enableDnsHostnames": true}, news: object{"enableDnsHostnames": false}, edits: map[string]Edit{"enableDnsHostnames": {Kind: Update}}},
		{name: "a replacement", token: "aws:ec2/vpc:Vpc", old: object{"cidrBlock": "10.0.0.0/16"}, news: object{"cidrBlock": "10.1.0.0/16"}, edits: map[string]Edit{"cidrBlock": {Kind: Update, Replace: true}}},
		{name: "a nested update", token: "aws:eks/cluster:Cluster", old: object{"vpcConfig": object{"endpointPublicAccess": true}}, news: object{"vpcConfig": object{"endpointPublicAccess": false}}, edits: map[string]Edit{"vpcConfig.endpointPublicAccess": {Kind: Update}}},
		{name: "the notes on defaults do not count", token: "aws:ec2/vpc:Vpc", old: object{"__defaults": []any{"a"}, "cidrBlock": "x"}, news: object{"__defaults": []any{}, "cidrBlock": "x"}},
		{name: "the order of a set does not count", token: "aws:lb/loadBalancer:LoadBalancer", old: object{"subnets": []any{"a", "b"}}, news: object{"subnets": []any{"b", "a"}}},
		{name: "the order of a list counts", token: "aws:rds/cluster:Cluster", old: object{"tags": object{"a": "1"}}, news: object{"tags": object{"a": "2", "b": "3"}}, edits: map[string]Edit{"tags.a": {Kind: Update}, "tags.b": {Kind: Add}}},
		{name: "JSON that means the same", token: "aws:iam/policy:Policy", old: object{"policy": `{"a":1,"b":2}`}, news: object{"policy": "{\n \"b\": 2, \"a\": 1}"}},
		{name: "ignored changes", token: "aws:ecs/service:Service", old: object{"desiredCount": 2, "tags": object{"a": "1"}}, news: object{"desiredCount": 3, "tags": object{"a": "2"}}, ignore: []string{"desiredCount", "tags.a"}},
		{name: "ignored changes of a key with dots", token: "aws:ec2/vpc:Vpc", old: object{"tags": object{"a.b/c": "1", "d": "1"}}, news: object{"tags": object{"a.b/c": "2", "d": "2"}}, ignore: []string{`tags["a.b/c"]`}, edits: map[string]Edit{"tags.d": {Kind: Update}}},
		{name: "ignored changes of every key", token: "aws:ec2/vpc:Vpc", old: object{"tags": object{"a": "1", "b": "1"}}, news: object{"tags": object{"a": "2"}}, ignore: []string{"tags.*"}},
		{name: "ignored changes inside every item", token: "aws:ecs/service:Service", old: object{"loadBalancers": []any{object{"containerName": "a", "containerPort": 1}}}, news: object{"loadBalancers": []any{object{"containerName": "a", "containerPort": 2}}}, ignore: []string{"loadBalancers[*].containerPort"}},
		{name: "all changes ignored", token: "aws:ec2/vpc:Vpc", old: object{"cidrBlock": "10.0.0.0/16"}, news: object{"cidrBlock": "10.1.0.0/16"}, ignore: []string{"*"}},
		{name: "a key with dots", token: "aws:ec2/vpc:Vpc", old: object{"tags": object{"a.b/c": "1"}}, news: object{"tags": object{"a.b/c": "2"}}, edits: map[string]Edit{`tags["a.b/c"]`: {Kind: Update}}},
		{name: "a computed property that is no longer given keeps its value", token: "aws:rds/instance:Instance", old: object{"kmsKeyId": "arn:x"}, news: object{}},
		{name: "a property that is no longer given", token: "aws:ecs/service:Service", old: object{"healthCheckGracePeriodSeconds": 30}, news: object{}, edits: map[string]Edit{"healthCheckGracePeriodSeconds": {Kind: Delete}}},
		{name: "giving what the cloud had chosen is no change", token: "aws:ec2/subnet:Subnet", old: object{}, news: object{"availabilityZone": "us-east-1a"}, outs: object{"availabilityZone": "us-east-1a"}},
		{name: "a name from the program cannot stand twice", token: "aws:lb/targetGroup:TargetGroup", old: object{"__defaults": []any{}, "name": "web", "port": 80}, news: object{"__defaults": []any{}, "name": "web", "port": 81}, edits: map[string]Edit{"port": {Kind: Update, Replace: true}}, first: true},
		{name: "an automatic name can", token: "aws:lb/targetGroup:TargetGroup", old: object{"__defaults": []any{"name"}, "name": "web-1", "port": 80}, news: object{"__defaults": []any{"name"}, "name": "web-1", "port": 81}, edits: map[string]Edit{"port": {Kind: Update, Replace: true}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			verdict := Diff(Change{
				Schema: schema(t, c.token), OldInputs: props(c.old), News: props(c.news), OldOutputs: props(c.outs), Ignore: c.ignore,
			})
			if c.edits == nil {
				c.edits = map[string]Edit{}
			}
			assert.Equal(t, c.edits, verdict.Edits)
			assert.Equal(t, c.first, verdict.DeleteFirst)
		})
	}
}

func TestAnUnknownValueIsAChangeAndReplacesWhereItsPropertyDoes(t *testing.T) {
	verdict := Diff(Change{
		Schema:    schema(t, "aws:ec2/subnet:Subnet"),
		OldInputs: props(object{"vpcId": "vpc-1", "tags": object{"a": "1"}}),
		News:      resource.PropertyMap{"vpcId": Unknown(), "tags": Unknown()},
	})
	assert.Equal(t, []string{"tags", "vpcId"}, verdict.Diffs)
	assert.Equal(t, []string{"vpcId"}, verdict.Replaces)
}

func TestProjectKeepsTheProgramsFormOfWhatMeansTheSame(t *testing.T) {
	s := schema(t, "aws:iam/role:Role")
	inputs := props(object{"assumeRolePolicy": `{"b":1, "a":2}`, "description": "x", "tags": object{"k": "v"}})
	outputs := props(object{"assumeRolePolicy": `{"a":2,"b":1}`, "description": "y", "tags": object{"k": "v", "added": "z"}, "path": "/"})
	got := Project(s, inputs, outputs, nil)
	assert.Equal(t, props(object{
		"assumeRolePolicy": `{"b":1, "a":2}`, "description": "y", "tags": object{"k": "v", "added": "z"},
	}), got)
	rewritten := Rewritten(s, inputs, outputs)
	assert.Equal(t, inputs, Project(s, inputs, outputs, rewritten), "what was rewritten at the start is no drift")
}
