package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// more are the services that our policies name and that none of our types belongs to.
var more = []string{
	"autoscaling", "cloudwatch", "ec2messages", "eks-auth", "firehose", "route53", "ssm", "ssmmessages", "sts", "tag",
}

// telling are the condition keys that our policies use, or could: those of tags
// without the tag's name.
var telling = []string{
	"aws:RequestTag", "aws:ResourceTag", "iam:AWSServiceName", "iam:PassedToService", "iam:PermissionsBoundary",
	"kms:GrantIsForAWSResource", "kms:ViaService",
}

// action is one action of IAM.
type action struct {
	Name, AccessLevel string
	ConditionKeys     []string
	ResourceTypes     []struct {
		Name          string
		Required      bool
		ConditionKeys []string
	}
}

// thing is one kind of what policies can name.
type thing struct {
	Key, ARN      string
	ConditionKeys []string
}

// catalogue is what IAM knows, by service.
type catalogue struct {
	actionsOf map[string]map[string]action
	thingsOf  map[string]map[string]thing
	kinds     map[string]bool // service:kind of our types
}

// readActions reads the services of our types, of the registry's actions, and more.
func readActions(folder string, kinds []kind) (*catalogue, error) {
	c := &catalogue{map[string]map[string]action{}, map[string]map[string]thing{}, map[string]bool{}}
	services := slices.Clone(more)
	for _, kind := range kinds {
		service, _, _ := strings.Cut(kind.thing, ":")
		services = append(services, service)
		c.kinds[kind.thing] = true
	}
	for _, service := range sorted(services) {
		actions, things := map[string]action{}, map[string]thing{}
		if err := read(filepath.Join(folder, "actions", service+".json"), &actions); err != nil {
			return nil, err
		}
		if err := read(filepath.Join(folder, "resourceTypes", service+".json"), &things); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		c.actionsOf[service], c.thingsOf[service] = actions, things
	}
	return c, nil
}

func read(path string, into any) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(content, into)
}

// actions are the lines of actions.tsv. Of what an action can be about, what it must be
// about is kept, and what our types are; "-" is one that is about no single thing.
func (c *catalogue) actions() string {
	var lines []string
	for service, actions := range c.actionsOf {
		for _, action := range actions {
			var about, keys []string
			if len(action.ResourceTypes) == 0 {
				about = append(about, "-")
			}
			keys = append(keys, action.ConditionKeys...)
			for _, resource := range action.ResourceTypes {
				keys = append(keys, resource.ConditionKeys...)
				if resource.Required {
					about = append(about, resource.Name+"*")
				} else if c.kinds[service+":"+resource.Name] {
					about = append(about, resource.Name)
				}
			}
			lines = append(lines, fmt.Sprintf("%s:%s\t%s\t%s\t%s\n", service, action.Name, action.AccessLevel, strings.Join(sorted(about), " "), strings.Join(tellingOf(keys), " ")))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// tellingOf are those of the keys that we use, without tags' names.
func tellingOf(keys []string) []string {
	var kept []string
	for _, key := range keys {
		if name, _, _ := strings.Cut(key, "/"); slices.Contains(telling, name) {
			kept = append(kept, name)
		}
	}
	return sorted(kept)
}

func (c *catalogue) things() string {
	var lines []string
	for service, things := range c.thingsOf {
		for _, thing := range things {
			lines = append(lines, fmt.Sprintf("%s:%s\t%s\t%s\n", service, thing.Key, thing.ARN, strings.Join(tellingOf(thing.ConditionKeys), " ")))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}
