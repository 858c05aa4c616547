// Package access is who may do what in an account that the bootstrap prepares:
// trust policies, permissions and boundaries as plain documents, decided here
// and made elsewhere. It is pure.
//
// Three rules carry all of it. What AWS names is limited by name: everything of
// a system in an environment begins with "system-environment-". What AWS numbers
// is limited by tag: nobody touches what is tagged with another environment. And
// a deploy role makes roles only under a boundary that is narrower than its own.
package access

import (
	"fmt"

	"groundwork/internal/iampolicy"
	"groundwork/naming"
)

// Account is what the documents speak about.
type Account struct {
	// ID is the account's id, twelve digits, Region where its systems live.
	ID, Region string
	// Names gives the names of what the bootstrap makes.
	Names naming.Scope
	// Systems are the names of the systems, the Pulumi projects.
	Systems []string
	// StateBucket is the name of the bucket that keeps the states.
	StateBucket string
	// StaticBuckets are what the systems call their buckets of static files.
	StaticBuckets []string
}

// PolicyLimit is how many characters a managed policy may have, white space not
// counted: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const PolicyLimit = 6144

// Text is a document's JSON, or an error when AWS would not take its size.
func Text(document iampolicy.Document) (string, error) {
	text, err := document.JSON()
	if err != nil {
		return "", err
	}
	if len(text) > PolicyLimit {
		return "", fmt.Errorf("the policy has %d characters and AWS takes %d: name fewer systems, or give some of them an account of their own", len(text), PolicyLimit)
	}
	return text, nil
}

// WorkloadBoundary is the name of the policy that bounds the roles a stack of
// the environment makes. Stack files give it as groundwork:permissionsBoundary.
func (a Account) WorkloadBoundary(environment string) string {
	return a.Names.Name("workload", environment)
}

// policyARN is the ARN of a policy of this account.
func (a Account) policyARN(name string) string { return "arn:aws:iam::" + a.ID + ":policy/" + name }

// regional is the ARN of a thing in this account and region.
func (a Account) regional(service, thing string) string {
	return "arn:aws:" + service + ":" + a.Region + ":" + a.ID + ":" + thing
}

// named fills what begins with each system's name in the environment into a
// pattern of an ARN.
func (a Account) named(environment string, pattern func(prefix string) string) []string {
	var arns []string
	for _, system := range a.Systems {
		arns = append(arns, pattern(naming.Scope{System: system, Environment: environment}.Prefix()))
	}
	return arns
}

// roles are the roles of the environment's systems.
func (a Account) roles(environment string) []string {
	return a.named(environment, func(prefix string) string { return "arn:aws:iam::" + a.ID + ":role/" + prefix + "-*" })
}

// buckets are the buckets of the environment's systems, and what is in them:
// "*" crosses slashes.
func (a Account) buckets(environment string) []string {
	return a.named(environment, func(prefix string) string { return "arn:aws:s3:::" + prefix + "-*" })
}

// everything is any resource.
var everything = []string{"*"}

func allow(sid string, actions, resources []string, condition iampolicy.Condition) iampolicy.Statement {
	return iampolicy.Statement{Sid: sid, Effect: iampolicy.Allow, Action: actions, Resource: resources, Condition: condition}
}

func deny(sid string, actions, resources []string, condition iampolicy.Condition) iampolicy.Statement {
	return iampolicy.Statement{Sid: sid, Effect: iampolicy.Deny, Action: actions, Resource: resources, Condition: condition}
}
