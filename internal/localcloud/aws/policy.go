package aws

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"slices"
	"sort"
	"strconv"
	"strings"

	"groundwork/internal/localcloud"
)

// iamDocuments is the data source that writes policies. It needs no cloud.
func iamDocuments() service {
	return service{functions: map[string]localcloud.Function{
		"aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
	}}
}

// document is a policy, in the order in which the provider writes it.
type document struct {
	Version   string      `json:"Version,omitempty"`
	ID        string      `json:"Id,omitempty"`
	Statement []statement `json:"Statement,omitempty"`
}

type statement struct {
	Sid          string `json:"Sid,omitempty"`
	Effect       string `json:"Effect,omitempty"`
	Action       any    `json:"Action,omitempty"`
	NotAction    any    `json:"NotAction,omitempty"`
	Resource     any    `json:"Resource,omitempty"`
	NotResource  any    `json:"NotResource,omitempty"`
	Principal    any    `json:"Principal,omitempty"`
	NotPrincipal any    `json:"NotPrincipal,omitempty"`
	Condition    any    `json:"Condition,omitempty"`
}

// policyDocument merges source documents, the statements and override
// documents, in this order; a statement replaces an earlier one of the same
// sid, and two of the same sid among the sources are refused, as in
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document.
func policyDocument(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	version := args.String("version")
	if version == "" {
		version = "2012-10-17"
	}
	merged := document{Version: version, ID: args.String("policyId")}
	for _, source := range args.Strings("sourcePolicyDocuments") {
		if err := merged.add(source, true); err != nil {
			return nil, tx.Fail(400, "MalformedPolicyDocument", "merging source document: %s", err)
		}
	}
	shown := []localcloud.Props{}
	for _, given := range args.Maps("statements") {
		s := readStatement(given, version)
		merged.put(s)
		shown = append(shown, showStatement(given))
	}
	for _, override := range args.Strings("overridePolicyDocuments") {
		if err := merged.add(override, false); err != nil {
			return nil, tx.Fail(400, "MalformedPolicyDocument", "merging override document: %s", err)
		}
	}
	long, err := json.MarshalIndent(merged, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing a policy document: %w", err)
	}
	brief, err := json.Marshal(merged)
	if err != nil {
		return nil, fmt.Errorf("writing a policy document: %w", err)
	}
	result := args.Clone()
	result.Set("version", version)
	result.Set("statements", shown)
	result.Set("json", string(long))
	result.Set("minifiedJson", string(brief))
	result.Set("id", strconv.FormatUint(uint64(crc32.ChecksumIEEE(long)), 10))
	return result, nil
}

// add merges a document given as JSON.
func (d *document) add(text string, unique bool) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	var other struct {
		Version   string          `json:"Version"`
		ID        string          `json:"Id"`
		Statement json.RawMessage `json:"Statement"`
	}
	if err := json.Unmarshal([]byte(text), &other); err != nil {
		return err
	}
	if other.ID != "" {
		d.ID = other.ID
	}
	var list []statement
	if err := json.Unmarshal(other.Statement, &list); err != nil {
		var one statement
		if json.Unmarshal(other.Statement, &one) != nil {
			return err
		}
		list = []statement{one}
	}
	for _, s := range list {
		if unique && s.Sid != "" && d.find(s.Sid) >= 0 {
			return fmt.Errorf("duplicate Sid (%s)", s.Sid)
		}
		d.put(s)
	}
	return nil
}

func (d *document) find(sid string) int {
	return slices.IndexFunc(d.Statement, func(s statement) bool { return s.Sid == sid })
}

func (d *document) put(s statement) {
	if at := d.find(s.Sid); s.Sid != "" && at >= 0 {
		d.Statement[at] = s
		return
	}
	d.Statement = append(d.Statement, s)
}

func readStatement(given localcloud.Props, version string) statement {
	s := statement{
		Sid: given.String("sid"), Effect: given.String("effect"),
		Action: terse(given.Strings("actions")), NotAction: terse(given.Strings("notActions")),
		Resource:    terse(placeholders(given.Strings("resources"), version)),
		NotResource: terse(placeholders(given.Strings("notResources"), version)),
		Principal:   principals(given.Maps("principals"), version), NotPrincipal: principals(given.Maps("notPrincipals"), version),
		Condition: conditions(given.Maps("conditions"), version),
	}
	if s.Effect == "" {
		s.Effect = "Allow"
	}
	return s
}

// terse writes a set the way the provider does: one as it is, several in
// reverse order.
func terse(list []string) any {
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	sorted := slices.Clone(list)
	sort.Sort(sort.Reverse(sort.StringSlice(sorted)))
	return sorted
}

// placeholders turns "&{aws:username}" into "${aws:username}".
func placeholders(list []string, version string) []string {
	if version != "2012-10-17" {
		return list
	}
	out := make([]string, len(list))
	for i, item := range list {
		out[i] = strings.ReplaceAll(item, "&{", "${")
	}
	return out
}

func principals(given []localcloud.Props, version string) any {
	byType := map[string][]string{}
	for _, p := range given {
		kind := p.String("type")
		byType[kind] = append(byType[kind], placeholders(p.Strings("identifiers"), version)...)
	}
	if len(byType) == 0 {
		return nil
	}
	if everyone := byType["*"]; len(byType) == 1 && len(everyone) == 1 && everyone[0] == "*" {
		return "*"
	}
	out := map[string]any{}
	for kind, identifiers := range byType {
		out[kind] = terse(identifiers)
	}
	return out
}

func conditions(given []localcloud.Props, version string) any {
	if len(given) == 0 {
		return nil
	}
	out := map[string]map[string]any{}
	for _, c := range given {
		test := c.String("test")
		if out[test] == nil {
			out[test] = map[string]any{}
		}
		values := placeholders(c.Strings("values"), version)
		if len(values) == 1 {
			out[test][c.String("variable")] = values[0]
		} else {
			out[test][c.String("variable")] = values
		}
	}
	return out
}

// showStatement is a statement with everything it leaves out filled in.
func showStatement(given localcloud.Props) localcloud.Props {
	full := localcloud.PropsOf(map[string]any{"sid": "", "effect": "Allow"})
	for _, name := range []string{
		"actions", "notActions", "resources", "notResources", "principals", "notPrincipals", "conditions",
	} {
		full.Set(name, []any{})
	}
	for name, value := range given {
		full[name] = value
	}
	return full
}
