package aws

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"slices"
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
