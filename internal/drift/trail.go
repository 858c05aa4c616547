package drift

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// By is who made a difference, and when, as far as a trail tells.
type By struct {
	Who   string    `json:"who"`
	At    time.Time `json:"at"`
	Event string    `json:"event"`
}

// Event is one change that a trail tells of.
type Event struct {
	By
	// service is the source's first part: "ec2".
	service string
	// program is true of what a program of Pulumi's did, or AWS itself.
	program bool
	// mentions are all texts of its record: names, ids and ARNs.
	mentions map[string]bool
	// said are the texts by their keys, the first of each.
	said map[string]string
}

// ReadTrail reads the events that `aws cloudtrail lookup-events --output json` prints;
// several such documents may follow each other. What failed or only read is left out.
func ReadTrail(from io.Reader) ([]Event, error) {
	var events []Event
	for decoder := json.NewDecoder(from); ; {
		var page struct{ Events []lookedUp }
		switch err := decoder.Decode(&page); {
		case errors.Is(err, io.EOF):
			return events, nil
		case err != nil:
			return nil, fmt.Errorf("reading a trail: %w; it is what aws cloudtrail lookup-events --output json prints", err)
		}
		for _, one := range page.Events {
			if event, is := one.event(); is {
				events = append(events, event)
			}
		}
	}
}

// lookedUp is an event in AWS's form:
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
type lookedUp struct {
	EventName, EventSource, Username, ReadOnly, CloudTrailEvent string
	EventTime                                                   any
	Resources                                                   []struct{ ResourceName string }
}

func (l lookedUp) event() (Event, bool) {
	var record struct {
		ErrorCode, UserAgent string
		EventTime            time.Time
		UserIdentity         struct{ Type, Arn string }
		RequestParameters    any
		ResponseElements     any
	}
	err := json.Unmarshal([]byte(l.CloudTrailEvent), &record)
	if err != nil || record.ErrorCode != "" || l.ReadOnly == "true" {
		return Event{}, false
	}
	service, _, _ := strings.Cut(l.EventSource, ".")
	made := Event{
		By: By{Who: l.Username, At: record.EventTime, Event: l.EventName}, service: service, mentions: map[string]bool{}, said: map[string]string{},
		program: record.UserIdentity.Type == "AWSService" || strings.Contains(strings.ToLower(record.UserAgent), "pulumi/") || record.UserAgent == "pulumi",
	}
	if _, role, assumed := strings.Cut(record.UserIdentity.Arn, ":assumed-role/"); assumed {
		made.Who = role // the role and the session's name
	}
	for _, one := range l.Resources {
		made.mention(one.ResourceName)
	}
	made.mention(record.RequestParameters)
	made.mention(record.ResponseElements)
	return made, made.Who != ""
}

// mention gathers the texts of a value.
func (e *Event) mention(value any) {
	switch said := value.(type) {
	case string:
		e.mentions[said] = true
	case []any:
		for _, one := range said {
			e.mention(one)
		}
	case map[string]any:
		for key, one := range said {
			if name, is := one.(string); is && e.said[key] == "" {
				e.said[key] = name
			}
			e.mention(one)
		}
	}
}

// services are CloudTrail's names where they are not the types' module.
var services = map[string]string{
	"vpc": "ec2", "ebs": "ec2", "lb": "elasticloadbalancing", "cloudwatch": "monitoring", "efs": "elasticfilesystem",
}

// serviceOf is the service of a Pulumi token or of an ARN's type.
func serviceOf(token string) string {
	parts := strings.SplitN(token, ":", 3)
	if parts[0] != "aws" || len(parts) < 3 {
		return parts[0]
	}
	module, _, _ := strings.Cut(parts[1], "/")
	if other, is := services[module]; is {
		return other
	}
	return module
}

// about are the properties that an event changes, where it changes only these.
var about = map[string]string{
	"AuthorizeSecurityGroupIngress": "ingress", "RevokeSecurityGroupIngress": "ingress",
	"AuthorizeSecurityGroupEgress": "egress", "RevokeSecurityGroupEgress": "egress",
	"AttachRolePolicy": "managedPolicyArns", "DetachRolePolicy": "managedPolicyArns",
	"PutRolePolicy": "inlinePolicies", "DeleteRolePolicy": "inlinePolicies", "UpdateAssumeRolePolicy": "assumeRolePolicy",
	"TagRole": "tags", "CreateTags": "tags", "DeleteTags": "tags", "TagResource": "tags", "AddTagsToResource": "tags",
}

// name tells of each finding who made it: the latest event of its service that a person
// made and that mentions it.
func (d *Drift) name(events []Event) {
	for kind, items := range d.declared() {
		for i := range items {
			items[i].By = items[i].by(kind, events)
		}
	}
	for i, one := range d.Undeclared {
		d.Undeclared[i].By = latest(events, serviceOf(one.Type), []string{one.ARN, lastPart(one)}, nil)
	}
}

func (i Item) by(kind Kind, events []Event) *By {
	names := []string{i.ID}
	for _, own := range append([]string{"identifier", "replicationGroupId", "bucket"}, ownARNs...) {
		names = append(names, text(i.resource.Before[own]))
	}
	fits := func(e Event) bool {
		root, only := about[e.Event]
		if kind == Deleted || !only {
			return true
		}
		for _, property := range i.Properties {
			if path := steps(property.Path); len(path) > 0 && path[0] == root {
				return true
			}
		}
		return false
	}
	return latest(events, serviceOf(i.Type), names, fits)
}

func latest(events []Event, service string, names []string, fits func(Event) bool) *By {
	var found *By
	for _, event := range events {
		if event.program || event.service != service || fits != nil && !fits(event) || found != nil && event.At.Before(found.At) {
			continue
		}
		for _, name := range names {
			if name != "" && event.mentions[name] {
				by := event.By
				found = &by
				break
			}
		}
	}
	return found
}
