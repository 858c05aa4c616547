// Package iampolicy is the grammar of AWS policy documents as Go types: a
// policy is built from values, never from a format string, so a quote in a
// name cannot change what the policy means.
package iampolicy

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Version is the current version of the policy grammar:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
const Version = "2012-10-17"

// Effect is whether a statement allows or denies.
type Effect string

// The effects.
const (
	Allow Effect = "Allow"
	Deny  Effect = "Deny"
)

// Document is a policy: of a role, or of a resource such as a bucket.
type Document struct {
	// Statements are the policy's rules, one at least.
	Statements []Statement
}

// Statement is one rule of a policy.
type Statement struct {
	// Sid names the statement; letters and digits only. Empty leaves it out.
	Sid string `json:"Sid,omitempty"`
	// Effect is required.
	Effect Effect `json:"Effect"`
	// Principal is who the statement is about, in resource and trust policies.
	// The zero value leaves it out, as policies of a role must.
	Principal Principal `json:"Principal,omitzero"`
	// Action is required, such as "s3:GetObject".
	Action []string `json:"Action"`
	// Resource are ARNs; empty in a trust policy, required elsewhere.
	Resource []string `json:"Resource,omitempty"`
	// Condition is operator -> key -> values.
	Condition Condition `json:"Condition,omitempty"`
}

// Condition is operator -> key -> values, all of which must hold:
// {"StringEquals": {"aws:SourceAccount": {"123456789012"}}}.
type Condition map[string]map[string][]string

// Principal is who a statement is about.
type Principal struct {
	// Service are service principals, such as "ec2.amazonaws.com".
	Service []string
	// AWS are account, role or user ARNs.
	AWS []string
	// Federated are identity provider ARNs.
	Federated []string
	// Everyone is "*". Only for Deny, or with a condition that narrows it.
	Everyone bool
}

// MarshalJSON writes "*" for Everyone, and otherwise only the kinds that are
// not empty.
func (p Principal) MarshalJSON() ([]byte, error) {
	if p.Everyone {
		return json.Marshal("*")
	}
	kinds := map[string][]string{}
	for kind, who := range map[string][]string{"Service": p.Service, "AWS": p.AWS, "Federated": p.Federated} {
		if len(who) > 0 {
			kinds[kind] = who
		}
	}
	return json.Marshal(kinds)
}

// IsZero tells whether nobody is named.
func (p Principal) IsZero() bool {
	return !p.Everyone && len(p.Service) == 0 && len(p.AWS) == 0 && len(p.Federated) == 0
}

// JSON is the document as the cloud takes it. Equal documents give equal text.
func (d Document) JSON() (string, error) {
	if err := d.validate(); err != nil {
		return "", err
	}
	text, err := json.Marshal(struct {
		Version   string      `json:"Version"`
		Statement []Statement `json:"Statement"`
	}{Version, d.Statements})
	if err != nil {
		return "", fmt.Errorf("encoding a policy document: %w", err)
	}
	return string(text), nil
}

// validate refuses what the cloud would refuse, or what would open a resource
// to everybody: a statement without an action, and an unconditional allow for
// everyone.
func (d Document) validate() error {
	var problems []error
	if len(d.Statements) == 0 {
		problems = append(problems, errors.New("policy document has no statements"))
	}
	for i, s := range d.Statements {
		if s.Effect != Allow && s.Effect != Deny {
			problems = append(problems, fmt.Errorf("statement %d %q: effect must be Allow or Deny, not %q", i, s.Sid, s.Effect))
		}
		if len(s.Action) == 0 || slices.Contains(s.Action, "") {
			problems = append(problems, fmt.Errorf("statement %d %q: an action is required and none may be empty", i, s.Sid))
		}
		if slices.Contains(s.Resource, "") {
			problems = append(problems, fmt.Errorf("statement %d %q: a resource is empty", i, s.Sid))
		}
		if s.Effect == Allow && s.Principal.Everyone && len(s.Condition) == 0 {
			problems = append(problems, fmt.Errorf("statement %d %q: allows everyone without a condition", i, s.Sid))
		}
	}
	return errors.Join(problems...)
}

// Output is the JSON of a document that needs other resources' outputs: build
// receives the values of inputs, in their order, once they are known.
func Output(build func(values []string) Document, inputs ...pulumi.StringInput) pulumi.StringOutput {
	array := make(pulumi.StringArray, 0, len(inputs))
	array = append(array, inputs...)
	return array.ToStringArrayOutput().ApplyT(func(values []string) (string, error) {
		return build(values).JSON()
	}).(pulumi.StringOutput)
}

// AssumedBy is the trust policy of a role that one AWS service assumes.
// condition may be nil; where the service sends aws:SourceAccount, give it, so
// that nobody else's resource can make the service assume the role:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
func AssumedBy(service string, condition Condition) Document {
	return Document{Statements: []Statement{{
		Effect:    Allow,
		Principal: Principal{Service: []string{service}},
		Action:    []string{"sts:AssumeRole"},
		Condition: condition,
	}}}
}

// SourceAccount is the condition that a service acts for a resource of this
// account.
func SourceAccount(id string) Condition {
	return Condition{"StringEquals": {"aws:SourceAccount": {id}}}
}
