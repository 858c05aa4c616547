package access

import "groundwork/internal/iampolicy"

// Where Pulumi keeps a stack's state, history, backups and locks in a bucket:
// https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/backend/diy/store.go
const (
	metaKey   = ".pulumi/meta.yaml"
	stackRoot = ".pulumi/stacks/"
)

func (a Account) stateARN() string { return "arn:aws:s3:::" + a.StateBucket }

// stacks are the states of the environment's stacks, of every project: packed,
// not packed, and the copy that an update leaves behind.
func (a Account) stacks(environment string) []string {
	return []string{
		a.stateARN() + "/" + stackRoot + "*/" + environment + ".json",
		a.stateARN() + "/" + stackRoot + "*/" + environment + ".json.*",
		a.stateARN() + "/" + stackRoot + "*/" + environment + ".pulumi-tags",
	}
}

// records are what belongs to the environment's stacks besides: each in a folder
// of the stack's.
func (a Account) records(environment string) []string {
	var arns []string
	for _, folder := range []string{"backups", "history", "locks"} {
		arns = append(arns, a.stateARN()+"/.pulumi/"+folder+"/*/"+environment+"/*")
	}
	return arns
}

// KeepState lets a deploy role read and write the states of its environment, and
// no other's. A delete only marks: no role may delete an earlier version.
func (a Account) KeepState(environment string) iampolicy.Document {
	return iampolicy.Document{Statements: []iampolicy.Statement{
		a.writeState(environment),
		allow("ReadMeta", []string{"s3:GetObject"}, []string{a.stateARN() + "/" + metaKey}, nil),
		allow("FindState", []string{"s3:GetBucketLocation", "s3:ListBucket"}, []string{a.stateARN()}, nil),
	}}
}

func (a Account) writeState(environment string) iampolicy.Statement {
	return allow("WriteState", []string{"s3:DeleteObject", "s3:GetObject", "s3:PutObject"},
		append(a.stacks(environment), a.records(environment)...), nil)
}

// UseKeys lets a role read and write what the keys encrypt.
func UseKeys(keyARNs []string) iampolicy.Document {
	return iampolicy.Document{Statements: []iampolicy.Statement{
		allow("UseKeys", []string{"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"}, keyARNs, nil),
	}}
}
