package aws

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// conditionOperators are those of
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
var conditionOperators = []string{
	"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
	"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
	"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
	"Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
}

var statementIDs = regexp.MustCompile(`^[0-9A-Za-z]*$`)

// texts reads an element that is one string or a list of them.
func texts(raw json.RawMessage) []string {
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	return nil
}

// unsound is what IAM refuses inside of a statement that has all its parts; ""
// when it is sound.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
func unsound(statement map[string]json.RawMessage, trust bool) string {
	for _, action := range append(texts(statement["Action"]), texts(statement["NotAction"])...) {
		vendor, _, named := strings.Cut(action, ":")
		switch {
		case action != "*" && (!named || vendor == ""):
			return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
		case trust && !strings.EqualFold(vendor, "sts"):
			return "AssumeRole policy may only specify STS AssumeRole actions."
		}
	}
	for _, resource := range append(texts(statement["Resource"]), texts(statement["NotResource"])...) {
		if resource != "*" && !strings.HasPrefix(resource, "arn:") && !strings.HasPrefix(resource, "*") && !strings.Contains(resource, "${") {
			return "Resource " + resource + ` must be in ARN format or "*".`
		}
	}
	if problem := unsoundCondition(statement["Condition"]); problem != "" {
		return problem
	}
	if trust {
		return unsoundPrincipal(statement["Principal"])
	}
	return ""
}

func unsoundCondition(raw json.RawMessage) string {
	var conditions map[string]json.RawMessage
	if len(raw) == 0 {
		return ""
	}
	if json.Unmarshal(raw, &conditions) != nil {
		return "Syntax errors in policy."
	}
	for operator := range conditions {
		name := strings.TrimPrefix(strings.TrimPrefix(operator, "ForAllValues:"), "ForAnyValue:")
		name = strings.TrimSuffix(name, "IfExists")
		if !slices.ContainsFunc(conditionOperators, func(known string) bool { return strings.EqualFold(known, name) }) {
			return "Invalid Condition type : " + operator + "."
		}
	}
	return ""
}

// unsoundPrincipal: the services have hosts' names.
func unsoundPrincipal(raw json.RawMessage) string {
	var who map[string]json.RawMessage
	if json.Unmarshal(raw, &who) != nil {
		return ""
	}
	for _, name := range texts(who["Service"]) {
		if !strings.Contains(name, ".") {
			return `Invalid principal in policy: "SERVICE":"` + name + `"`
		}
	}
	return ""
}

// misnumbered is what IAM refuses of a policy's version and of the ids of its
// statements.
func misnumbered(tx *localcloud.Tx, text string, list []map[string]json.RawMessage) error {
	var policy policyShape
	_ = json.Unmarshal([]byte(text), &policy) // it has been read before
	if policy.Version != "" && policy.Version != "2012-10-17" && policy.Version != "2008-10-17" {
		return tx.Fail(400, "MalformedPolicyDocument", "Syntax errors in policy.")
	}
	seen := map[string]bool{}
	for _, statement := range list {
		for _, id := range texts(statement["Sid"]) {
			switch {
			case !statementIDs.MatchString(id):
				return tx.Fail(400, "MalformedPolicyDocument", "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*")
			case id != "" && seen[id]:
				return tx.Fail(400, "MalformedPolicyDocument", "Statement IDs (SID) in a single policy must be unique.")
			}
			seen[id] = true
		}
	}
	return nil
}
