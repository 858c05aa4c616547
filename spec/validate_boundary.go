package spec

import (
	"regexp"
	"strings"
)

// policyName is what IAM takes as a policy's name:
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
var policyName = regexp.MustCompile(`^[\w+=,.@-]{1,128}$`)

// boundary: an ARN would put an account's id into a file that every account uses.
func (v *validator) boundary() {
	if name := v.sys.Boundary; name != "" && !policyName.MatchString(name) {
		instead := name[strings.LastIndexByte(name, '/')+1:]
		if !policyName.MatchString(instead) {
			instead = "groundwork-account-workload-" + v.sys.Stack
		}
		v.add(at("permissionsBoundary"), name, "wanted is the name of an IAM policy of this account, without a path: letters, digits and _ + = , . @ -; its ARN is made of it",
			assign(at("permissionsBoundary"), instead))
	}
}
